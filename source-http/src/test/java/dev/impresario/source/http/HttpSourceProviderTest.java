package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.Options;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceProviderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "manifest=http://a.example/m.json|option 'manifest': 'http://a.example/m.json' is not https;"
            + " if it is meant, name the host in option 'allow'",
        "manifest=https://a:b@a.example/|option 'manifest': a URL with a user name or password in it"
            + " is not gone to",
        "urls=https://a.example/|option 'urls' has 'https://a.example/', whose last part is no name"
            + " of a file",
        "urls=https://a.example/%2e%2e|option 'urls' has 'https://a.example/%2e%2e', whose last part"
            + " is no name of a file",
        "urls=https://a.example/a%2fb.md|option 'urls' has 'https://a.example/a%2fb.md', whose last"
            + " part is no name of a file",
        "urls=https://a.example/x/a.md,https://b.example/a.md|option 'urls' has two files called"
            + " 'a.md'; list them in a manifest",
        "interval=PT1M|source 'http' needs option 'manifest' or option 'urls', and has neither; set"
            + " one of them",
        "manifest=https://a.example/;urls=https://a.example/a.md|source 'http' needs option"
            + " 'manifest' or option 'urls', and has both; set one of them",
        "manifest=https://a.example/x\u1FEF.json|option 'manifest': 'https://a.example/x\u1FEF.json'"
            + " is no URL",
        "manifest=https://a.example/;interval=PT0.01S|option 'interval' must be from PT0.1S to"
            + " PT168H, but is PT0.01S",
        "manifest=https://a.example/;allow=https://b.example|option 'allow' has 'https://b.example',"
            + " which is no host; write a name or address, or one with a port, such as"
            + " agents.example.com:8080"
      })
  void create_withWhatWillNotDo_saysWhy(String written, String message) {
    var values = new java.util.HashMap<String, String>();
    for (String option : written.split(";", -1)) {
      values.put(
          option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
    }
    var provider = new HttpSourceProvider();

    assertThatThrownBy(() -> provider.create(Options.of(provider, values)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "a@b", "*.example", "a:b", "a:0", "127.1", "?", "a?b", "a#b"})
  void allow_ofWhatIsNoHost_isRefused(String entry) {
    assertThatThrownBy(() -> AllowList.of(java.util.List.of(entry)))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example,https://A.example.:8443/,true",
    "a.example,http://a.example/,true",
    "a.example,https://b.a.example/,false",
    "a.example:8443,https://a.example:8443/,true",
    "a.example:8443,https://a.example/,false",
    "a.example:443,https://a.example/,true",
    "a.example:443,http://a.example/,false",
    "[::1],https://[0:0:0:0:0:0:0:1]:99/,true",
    "[::1]:99,https://[::1]:98/,false",
    "bücher.example,https://xn--bcher-kva.example/,true"
  })
  void allow_isOfAHost_orOfOnePortOfIt(String entry, String url, boolean allowed) throws Exception {
    assertThat(AllowList.of(java.util.List.of(entry)).allows(WebAddress.parse(url)))
        .isEqualTo(allowed);
  }

  @Test
  void of_makesASource_namedByItsManifest_withoutItsQuery() {
    try (AgentSource source =
        HttpSourceProvider.of(URI.create("https://a.example/m.json?token=secret"))) {
      assertThat(source.name()).isEqualTo("https://a.example/m.json");
    }
  }

  /** Where none of the libraries is, whatever needs one cannot be loaded. */
  @Test
  void untilTheFirstScan_noLibraryIsLoaded() throws Exception {
    URL[] places =
        Stream.of(HttpSourceProvider.class, AgentSourceProvider.class, ConfigurationException.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toArray(URL[]::new);
    try (var alone = new URLClassLoader(places, null)) {
      Class<?> type = alone.loadClass(HttpSourceProvider.class.getName());

      var source =
          (AutoCloseable)
              type.getMethod("of", URI.class).invoke(null, URI.create("https://a.example/m.json"));

      assertThat(source.getClass().getMethod("name")).isNotNull();
      source.close();
      assertThatThrownBy(() -> alone.loadClass("org.apache.hc.core5.http.HttpHost"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void source_ofManyOptions_takesThem() {
    var provider = new HttpSourceProvider();
    Settings settings =
        HttpSourceProvider.settings(
            Options.of(provider, Map.of("manifest", "https://a.example/m.json")));

    assertThat(settings.limits().connections()).isEqualTo(100);
    assertThat(settings.limits().connectionsPerHost()).isEqualTo(30);
    assertThat(settings.limits().connect()).hasSeconds(5);
    assertThat(settings.limits().total()).hasSeconds(30);
    assertThat(settings.interval()).hasSeconds(60);
  }
}
