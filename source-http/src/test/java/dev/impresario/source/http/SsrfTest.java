package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody who writes a manifest, answers for a server or for a name can make us connect to what is
 * not of the public internet. {@code trusted.test} is allowed, and on the loopback, as is the trap
 * that other names lead to; a public address is never reached, since no socket leaves the loopback.
 */
@Timeout(30)
class SsrfTest {
  private static final String PUBLIC = "93.184.216.34";

  private final Trial trial = new Trial();
  private final AtomicInteger caught = new AtomicInteger();
  private WebServer server;
  private WebServer trap;

  @BeforeEach
  void start() throws Exception {
    server = new WebServer();
    trap = new WebServer();
    for (String path : List.of("/", "/x.md", "/latest/meta-data/")) {
      trap.on(
          path,
          exchange -> {
            caught.incrementAndGet();
            WebServer.answer(exchange, 200, "secret");
          });
    }
    trial.names.put("trusted.test", List.of("127.0.0.1"));
  }

  @AfterEach
  void stop() {
    server.close();
    trap.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // addresses as they are
        "https://127.0.0.1:{trap}/x.md",
        "https://127.8.8.8/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://100.100.100.200/",
        "https://0.0.0.0:{trap}/x.md",
        "https://255.255.255.255/",
        "https://224.0.0.1/",
        "https://240.0.0.1/",
        "https://198.18.0.1/",
        "https://127.0.0.1.:{trap}/x.md",
        // IPv6
        "https://[::1]:{trap}/x.md",
        "https://[::]:{trap}/x.md",
        "https://[0:0:0:0:0:0:0:1]:{trap}/x.md",
        "https://[::ffff:127.0.0.1]:{trap}/x.md",
        "https://[::ffff:7f00:1]:{trap}/x.md",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[::127.0.0.1]:{trap}/x.md",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25lo]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        "https://[2002:7f00:1::]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::169.254.169.254]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "https://[2001:db8::1]/",
        // IPv4 as only some readers read it
        "https://2130706433:{trap}/x.md",
        "https://0x7f000001:{trap}/x.md",
        "https://017700000001:{trap}/x.md",
        "https://127.1:{trap}/x.md",
        "https://127.0.1:{trap}/x.md",
        "https://0177.0.0.1:{trap}/x.md",
        "https://0x7f.0x0.0x0.0x1:{trap}/x.md",
        "https://0:{trap}/",
        "https://127.0.0.01:{trap}/x.md",
        "https://１２７.０.０.１:{trap}/x.md",
        "https://127。0。0。1:{trap}/x.md",
        "https://⑫⑦.0.0.1:{trap}/x.md",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        // names
        "https://localhost:{trap}/x.md",
        "https://LOCALHOST:{trap}/x.md",
        "https://localhost.:{trap}/x.md",
        "https://private.test:{trap}/x.md",
        "https://metadata.test/latest/meta-data/",
        "https://mixed.test:{trap}/x.md",
        "https://six.test:{trap}/x.md",
        "https://mapped.test:{trap}/x.md",
        "https://unspecified.test:{trap}/x.md",
        "https://nat64.test:{trap}/x.md",
        // what a host is not
        "https://trusted.test@127.0.0.1:{trap}/x.md",
        "https://127.0.0.1:{trap}@trusted.test/x.md",
        "https://user:password@127.0.0.1:{trap}/x.md",
        "https://127.0.0.1%00.trusted.test/x.md",
        "https://127.0.0.%31:{trap}/x.md",
        "https://%6c%6f%63%61%6c%68%6f%73%74:{trap}/x.md",
        "https://trusted.test\\@127.0.0.1:{trap}/x.md",
        "https://127.0.0.1:{trap}#@trusted.test/",
        // schemes
        "http://127.0.0.1:{trap}/x.md",
        "http://localhost:{trap}/x.md",
        "http://[::1]:{trap}/x.md",
        "http://93.184.216.34/x.md",
        "file:///etc/passwd",
        "file://trusted.test/etc/passwd",
        "jar:https://127.0.0.1/x.jar!/x.md",
        "jar:file:///x.jar!/x.md",
        "ftp://127.0.0.1/x.md",
        "gopher://127.0.0.1:{trap}/x.md",
        "ldap://127.0.0.1/",
        "data:text/plain,x",
        "javascript:x",
        "unix:///var/run/docker.sock",
        "//127.0.0.1:{trap}/x.md",
        "///127.0.0.1:{trap}/x.md",
        // splitting
        "https://127.0.0.1:{trap}/\r\nHost: trusted.test",
        "https://127.0.0.1:{trap}/%0d%0aX: y",
        "https://127.0.0.1:{trap}/ x.md",
        "https://127.0.0.1:{trap}\t/x.md"
      })
  void aForbiddenPlace_isNotConnectedTo_whoeverSendsUsThere(String place) throws Exception {
    names();
    String target = place.replace("{trap}", "" + trap.port());
    String file = "http://trusted.test:" + server.port();

    configured(target);
    redirected(file, target);
    redirectedTwice(file, target);
    listed(target);

    assertThat(caught).hasValue(0);
    assertThat(trap.requests()).isEmpty();
    assertThat(trial.connects).isNotEmpty().containsOnly("127.0.0.1:" + server.port());
  }

  private void names() {
    trial.names.put("localhost", List.of("127.0.0.1"));
    trial.names.put("private.test", List.of("10.0.0.1"));
    trial.names.put("metadata.test", List.of("169.254.169.254"));
    trial.names.put("mixed.test", List.of(PUBLIC, "127.0.0.1"));
    trial.names.put("six.test", List.of("::1"));
    trial.names.put("mapped.test", List.of("::ffff:127.0.0.1"));
    trial.names.put("unspecified.test", List.of("0.0.0.0"));
    trial.names.put("nat64.test", List.of("64:ff9b::7f00:1"));
  }

  /** By the operator, who may mean it, but has to say so. */
  private void configured(String target) throws Exception {
    if (target.indexOf(',') >= 0) {
      return; // the option is a list
    }
    try (var source = trial.source(Map.of("manifest", target, "allow", "trusted.test"))) {
      assertThatThrownBy(source::scan).isInstanceOf(java.io.IOException.class);
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageStartingWith("option 'manifest'");
    }
  }

  private void redirected(String from, String target) throws Exception {
    respondRaw("/one.md", target);
    refusesAll(Map.of("urls", from + "/one.md", "allow", "trusted.test"));
  }

  private void redirectedTwice(String from, String target) throws Exception {
    server.redirect("/two.md", "/one.md");
    respondRaw("/one.md", target);
    refusesAll(Map.of("urls", from + "/two.md", "allow", "trusted.test"));
  }

  /** The server of the JDK would refuse to write a line break, as would any that is in its mind. */
  private void respondRaw(String path, String target) {
    server.redirect(path, target.replace("\r\n", " "));
  }

  /** A manifest that sends for a file to the place. */
  private void listed(String target) throws Exception {
    String url = target.replace("\\", "\\\\").replace("\r\n", "\\r\\n").replace("\t", "\\t");
    server.manifest(
        "{\"agents\":[{\"path\":\"x.md\",\"sha256\":\"%s\",\"url\":\"%s\"}]}"
            .formatted(
                HeldFile.sha256("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)), url));
    String manifest = "http://trusted.test:" + server.port() + "/team/manifest.json";
    try (var source = trial.source(Map.of("manifest", manifest, "allow", "trusted.test"))) {
      assertThat(Trial.problems(source.scan()))
          .singleElement()
          .asString()
          .matches("(address-refused|fetch-failed) x.md: .*");
      assertThat(source.scan().resources()).isEmpty();
    }
  }

  private void refusesAll(Map<String, String> options) throws Exception {
    try (var source = trial.source(options)) {
      assertThatThrownBy(source::scan).isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void aNameThatLeadsElsewhereWhenAskedAgain_isStillWhereItWasChecked() throws Exception {
    trial.names.put("rebinding.test", List.of(PUBLIC));
    String url = "https://rebinding.test:" + trap.port() + "/x.md";
    try (var source = trial.source(Map.of("urls", url, "breaker-failures", "1000"))) {
      assertThatThrownBy(source::scan).hasMessage("the server cannot be connected to");
      trial.names.put("rebinding.test", List.of("127.0.0.1"));
      trial.pass(290_000);

      assertThatThrownBy(source::scan).hasMessage("the server cannot be connected to");

      assertThat(trial.lookUps).containsExactly("rebinding.test");
      assertThat(trial.connects).isNotEmpty().containsOnly(PUBLIC + ":" + trap.port());
      trial.pass(20_000);
      assertThatThrownBy(source::scan)
          .hasMessage(
              "host 'rebinding.test' leads to 127.0.0.1, which is not of the public internet");
      assertThat(trial.connects).containsOnly(PUBLIC + ":" + trap.port());
    }
  }

  @Test
  void redirects_atMostFiveAreFollowed() throws Exception {
    for (int i = 1; i <= 6; i++) {
      server.redirect("/" + i + ".md", "/" + (i + 1) + ".md");
    }
    server.file("/7.md", "x");

    try (var six = trial.source(Map.of("urls", server.url("/1.md"), "allow", "127.0.0.1"));
        var five = trial.source(Map.of("urls", server.url("/2.md"), "allow", "127.0.0.1"))) {
      assertThatThrownBy(six::scan).hasMessage("it leads through more than 5 redirects");
      assertThat(Trial.texts(five.scan())).containsEntry("2.md", "x");
    }
  }

  @Test
  void redirects_inARing_end() throws Exception {
    server.redirect("/1.md", "/1.md");

    refusesAll(Map.of("urls", server.url("/1.md"), "allow", "127.0.0.1"));

    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void anAllowedPort_allowsNoOther() throws Exception {
    server.redirect("/1.md", trap.url("/x.md"));

    refusesAll(Map.of("urls", server.url("/1.md"), "allow", "127.0.0.1:" + server.port()));

    assertThat(trap.requests()).isEmpty();
  }

  @Test
  void anAllowedName_mayBePrivate_butNeverLeadToMetadata() throws Exception {
    trial.names.put("trusted.test", List.of("169.254.169.254"));

    refusesAll(Map.of("urls", "http://trusted.test/x.md", "allow", "trusted.test"));

    assertThat(trial.connects).isEmpty();
  }

  @Test
  void systemPropertiesOfProxies_areNotHeeded() throws Exception {
    server.file("/1.md", "x");
    var names = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
    names.forEach(name -> System.setProperty(name, "127.0.0.1"));
    var ports = List.of("http.proxyPort", "https.proxyPort", "socksProxyPort");
    ports.forEach(name -> System.setProperty(name, "" + trap.port()));
    var exceptions = List.of("http.nonProxyHosts", "socksNonProxyHosts"); // the loopback, else
    exceptions.forEach(name -> System.setProperty(name, ""));
    try (var source =
        new HttpSource(
            HttpSourceProvider.settings(
                dev.impresario.spi.Options.of(
                    new HttpSourceProvider(),
                    Map.of("urls", server.url("/1.md"), "allow", "127.0.0.1"))),
            World.real())) {
      assertThat(Trial.texts(source.scan())).containsEntry("1.md", "x");
    } finally {
      names.forEach(System::clearProperty);
      ports.forEach(System::clearProperty);
      exceptions.forEach(System::clearProperty);
    }
    assertThat(trap.requests()).isEmpty();
  }

  @Test
  void requests_sayWhoAsks_andNothingMore() throws Exception {
    try (var raw =
            new RawServer(
                (path, out) ->
                    RawServer.say(
                        out,
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 1\r\n"
                            + "Connection: close\r\n\r\nx"));
        var source = trial.source(Map.of("urls", raw.url("/1.md"), "allow", "127.0.0.1"))) {
      source.scan();
      source.scan();

      assertThat(raw.requests).hasSize(2);
      assertThat(raw.requests.get(1))
          .allMatch(
              line ->
                  line.matches(
                      "GET /1.md HTTP/1.1|Host: .*|Connection: keep-alive|Accept-Encoding: gzip"
                          + "|User-Agent: impresario-source-http/.*"));
    }
  }
}
