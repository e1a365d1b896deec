package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS on the loopback, with a certificate that nobody but a test trusts. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  @TempDir private static Path directory;

  private final Trial trial = new Trial();
  private WebServer server;
  private WebServer plain;

  @BeforeEach
  void start() throws Exception {
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context()));
    server = new WebServer(https).file("/a.md", "A");
    plain = new WebServer().file("/a.md", "plain");
    for (String name : List.of("tls.test", "other.test")) {
      trial.names.put(name, List.of("127.0.0.1"));
    }
  }

  @AfterEach
  void stop() {
    server.close();
    plain.close();
  }

  @Test
  void aCertificateThatIsTrusted_isEnough() throws Exception {
    trial.tls = context();
    try (var source = source("tls.test", "tls.test")) {
      assertThat(Trial.texts(source.scan())).containsEntry("a.md", "A");
    }
  }

  @Test
  void aCertificateThatNobodyTrusts_isRefused_evenOfAHostThatIsAllowed() throws Exception {
    try (var source = source("tls.test", "tls.test")) {
      assertThatThrownBy(source::scan)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the connection cannot be made secure: SSL");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aCertificateOfAnotherHost_isRefused() throws Exception {
    trial.tls = context();
    try (var source = source("other.test", "other.test")) {
      assertThatThrownBy(source::scan)
          .hasMessageStartingWith("the connection cannot be made secure: SSL");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aRedirectToHttp_isRefused_evenToAHostThatIsAllowed() throws Exception {
    trial.tls = context();
    server.redirect("/a.md", plain.url("/a.md"));
    try (var source = source("tls.test", "tls.test,127.0.0.1")) {
      assertThatThrownBy(source::scan)
          .hasMessage("it leads from https to '%s'".formatted(plain.url("/a.md")));
    }
    assertThat(plain.requests()).isEmpty();
  }

  @Test
  void aCertificateThatIsNoLongerTrusted_leavesWhatWasFetched() throws Exception {
    trial.tls = context();
    try (var source = source("tls.test", "tls.test")) {
      source.scan();
      server.redirect("/a.md", "https://other.test:" + server.port() + "/a.md");

      var scan = source.scan();

      assertThat(Trial.texts(scan)).containsEntry("a.md", "A");
      assertThat(Trial.problems(scan)).hasSize(1);
    }
  }

  private HttpSource source(String host, String allow) {
    String url = "https://%s:%d/a.md".formatted(host, server.port());
    return trial.source(Map.of("urls", url, "allow", allow + ",other.test"));
  }

  private static SSLContext context() throws Exception {
    Path store = directory.resolve("keys.p12");
    if (!Files.exists(store)) {
      make(store);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static void make(Path store) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair -alias a -keyalg EC -dname CN=tls.test -ext san=dns:tls.test",
            "-storetype PKCS12 -storepass changeit -validity 2 -keystore");
    var words = new java.util.ArrayList<String>();
    words.add(command.get(0));
    command.stream().skip(1).forEach(part -> words.addAll(List.of(part.split(" ", -1))));
    words.add(store.toString());
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
