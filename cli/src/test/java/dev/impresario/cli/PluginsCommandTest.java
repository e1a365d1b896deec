package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.impresario.Plugin;
import dev.impresario.Plugin.Kind;
import dev.impresario.Plugin.State;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsCommandTest {
  private static final List<Plugin> PLUGINS =
      List.of(
          new Plugin(
              Kind.CACHE,
              "ehcache",
              "dev.impresario.cache.ehcache.EhcacheCacheProvider",
              0,
              "1.2.0",
              "/opt/impresario/lib/impresario-cache-ehcache-1.2.0.jar",
              List.of(
                  new Plugin.Option(
                      "directory",
                      "a path",
                      null,
                      "where the tier on disk is kept, by one process"),
                  new Plugin.Option(
                      "heap", "a whole number", "1000", "how many entries the heap holds")),
              State.NOT_CHOSEN,
              "cache 'inmemory' is named"),
          new Plugin(
              Kind.CACHE,
              null,
              "com.acme.RedisProvider",
              null,
              null,
              null,
              List.of(),
              State.BROKEN,
              "dev.impresario.spi.CacheProvider: Provider com.acme.RedisProvider could not be"
                  + " instantiated (java.lang.NoClassDefFoundError: redis/clients/jedis/Jedis)"),
          new Plugin(
              Kind.MONITOR,
              "local",
              "dev.impresario.core.internal.monitor.LocalMonitorProvider",
              -100,
              "1.2.0",
              "built in",
              List.of(),
              State.CHOSEN,
              "the single highest priority"));

  @Test
  void plugins_onATerminal_areATable_thenWhyAndWhence() {
    assertThat(printed(80, false))
        .isEqualTo(
            """
            KIND     ID       PRIORITY  VERSION  STATE
            cache    ehcache  0         1.2.0    not chosen
            cache    -        -         -        cannot be loaded
            monitor  local    -100      1.2.0    chosen
            3 plugins; 1 cannot be loaded

            cache 'ehcache' is not chosen: cache 'inmemory' is named
              /opt/impresario/lib/impresario-cache-ehcache-1.2.0.jar
              directory  a path; where the tier on disk is kept, by one process
              heap       a whole number, 1000 if not set; how many entries the heap holds

            cache com.acme.RedisProvider cannot be loaded: dev.impresario.spi.CacheProvider:
              Provider com.acme.RedisProvider could not be instantiated
              (java.lang.NoClassDefFoundError: redis/clients/jedis/Jedis)

            monitor 'local' is chosen: the single highest priority
              built in
            """);
  }

  @Test
  void plugins_onANarrowTerminal_wrapAtWords() {
    assertThat(printed(40, false))
        .contains(
            """
              heap       a whole number, 1000 if not
                         set; how many entries the
                         heap holds
            """);
  }

  @Test
  void pluginsJson_haveAllFields() {
    List<JsonObject> objects = new Run(0, printed(80, true), "").objects();

    assertThat(objects.get(0))
        .hasToString(
            "{\"kind\":\"cache\",\"id\":\"ehcache\","
                + "\"class\":\"dev.impresario.cache.ehcache.EhcacheCacheProvider\",\"priority\":0,"
                + "\"version\":\"1.2.0\","
                + "\"place\":\"/opt/impresario/lib/impresario-cache-ehcache-1.2.0.jar\","
                + "\"state\":\"not_chosen\",\"reason\":\"cache 'inmemory' is named\",\"options\":["
                + "{\"name\":\"directory\",\"type\":\"a path\",\"default\":null,"
                + "\"description\":\"where the tier on disk is kept, by one process\"},"
                + "{\"name\":\"heap\",\"type\":\"a whole number\",\"default\":\"1000\","
                + "\"description\":\"how many entries the heap holds\"}]}");
    assertThat(objects.get(1).get("id").isJsonNull()).isTrue();
    assertThat(objects.get(1).get("priority").isJsonNull()).isTrue();
  }

  @Test
  void plugins_ofTheProgram_areThoseThatCommandsUse() {
    Run run = Run.of("plugins");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines())
        .contains(
            "source 'filesystem' is chosen: it is named",
            "format 'claude' is chosen: it is named",
            "cache 'inmemory' is chosen: it is named",
            "runtime 'dry-run' is chosen: no runtime is named",
            "monitor 'local' is chosen: the single highest priority");
    assertThat(Run.of("plugins", "--json").objects())
        .extracting(plugin -> plugin.get("id").getAsString())
        .contains("filesystem", "claude", "inmemory", "dry-run", "local");
  }

  private static String printed(int columns, boolean json) {
    var out = new ByteArrayOutputStream();
    var narrow = new Environment(Run.PIPE.project(), Run.PIPE.home(), columns, false, 0);
    var console = new Console(out, out, narrow);
    new PluginsCommand(console).print(PLUGINS, json);
    console.flush();
    return out.toString(UTF_8);
  }
}
