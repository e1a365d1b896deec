package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.RegistryChange;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger wrote against the SPI alone, in an application that has it installed. */
@Timeout(60)
class CustomPluginTest {
  private static final Path PLUGIN = Reactor.ROOT.resolve("examples/custom-plugin/target/classes");

  @TempDir private Path directory;
  private ClassLoader loaderBefore;
  private URLClassLoader plugins;

  // Not on this module's class path: there, its cache would be every other test's cache too.
  @BeforeEach
  void install() throws Exception {
    loaderBefore = Thread.currentThread().getContextClassLoader();
    plugins = new URLClassLoader(new URL[] {PLUGIN.toUri().toURL()}, loaderBefore);
    Thread.currentThread().setContextClassLoader(plugins);
  }

  @AfterEach
  void uninstall() throws Exception {
    Thread.currentThread().setContextClassLoader(loaderBefore);
    plugins.close();
  }

  @Test
  void properties_areASource_andAChangeIsSeenByRefresh() throws Exception {
    Path file = directory.resolve("agents.properties");
    // tag::use[]
    Files.writeString(
        file,
        """
        review/qa.md = ---\\n\\
            name: qa\\n\\
            description: Tests what others wrote\\n\\
            ---\\n\\
            Find what breaks.
        """);
    try (Engine engine =
        Impresario.builder()
            .source("properties", Scope.PROJECT, Map.of("file", file.toString()))
            .cache("tiny", Map.of())
            .build()) {
      assertThat(engine.registry().load("qa").prompt()).isEqualTo("Find what breaks.");

      Files.writeString(file, Files.readString(file).replace("breaks", "might break"));

      assertThat(engine.registry().refresh().changed()).containsExactly("qa");
      assertThat(engine.registry().load("qa").prompt()).isEqualTo("Find what might break.");
    }
    // end::use[]
  }

  @Test
  void tiny_keepsPromptsWithinTheBound() throws Exception {
    Path file = directory.resolve("agents.properties");
    Files.writeString(file, agent("a", "x".repeat(1_000)) + agent("b", "y".repeat(1_000)));
    try (Engine engine = builder(file).promptCacheBytes(3_000).build()) {
      engine.registry().load("a");
      engine.registry().load("a");
      engine.registry().load("b");

      assertThat(engine.prompts().stats().hits()).isEqualTo(1);
      assertThat(engine.prompts().stats().size().entries()).isEqualTo(1);
      assertThat(engine.prompts().stats().size().evictions()).isEqualTo(1);
    }
  }

  @Test
  void tiny_refusesWhatItCannotHonour() {
    assertThatThrownBy(
            () ->
                builder(directory.resolve("agents.properties"))
                    .promptTimeToLive(Duration.ofMinutes(1))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cache 'tiny' cannot honour timeToLive; leave it unset, or take another cache");
  }

  @Test
  void fileThatCannotBeRead_isADiagnostic_andWhatWasKnownStays() throws Exception {
    Path file = directory.resolve("agents.properties");
    Files.writeString(file, agent("a", "A"));
    try (Engine engine = builder(file).build()) {
      assertThat(engine.registry().load("a").prompt()).isEqualTo("A");

      Files.writeString(file, agent("a", "\\u12"));
      RegistryChange change = engine.registry().refresh();

      assertThat(change.removed()).isEmpty();
      assertThat(engine.registry().load("a").prompt()).isEqualTo("A");
      assertThat(engine.registry().diagnostics())
          .extracting(Diagnostic::toString)
          .containsExactly(
              file
                  + ": error [scan-failed] it cannot be scanned: java.io.IOException: "
                  + file
                  + " has a broken \\u escape; write four hex digits; what was known of it stays"
                  + " in use");
    }
  }

  @Test
  void entryThatIsGone_isGoneAfterRefresh() throws Exception {
    Path file = directory.resolve("agents.properties");
    Files.writeString(file, agent("a", "A") + agent("b", "B"));
    try (Engine engine = builder(file).build()) {
      assertThat(engine.registry().list()).hasSize(2);

      Files.writeString(file, agent("b", "B"));

      assertThat(engine.registry().refresh())
          .isEqualTo(new RegistryChange(Set.of(), Set.of(), Set.of("a")));
    }
  }

  private static Impresario.Builder builder(Path file) {
    return Impresario.builder()
        .source("properties", Scope.PROJECT, Map.of("file", file.toString()))
        .cache("tiny", Map.of()); // else there would be two of equal priority
  }

  private static String agent(String name, String prompt) {
    return "%s.md = ---\\nname: %s\\ndescription: d\\n---\\n%s\n".formatted(name, name, prompt);
  }
}
