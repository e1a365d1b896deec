package dev.impresario.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.Scan;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is held after a round is never more than {@code max-total-bytes}. */
@Timeout(60)
class BudgetTest {
  private static final String NO_ROOM =
      ": all files together have more bytes than 'max-total-bytes' allows";

  private final Trial trial = new Trial();
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    server = new WebServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keptFiles_ofAManifestThatLies_areWithinTheBudget() throws Exception {
    var hashes = new TreeMap<String, String>();
    try (var source = trial.source(server, "max-total-bytes", "1000")) {
      for (int round = 0; round < 5; round++) {
        hashes.replaceAll((path, hash) -> "0".repeat(64));
        String text = Integer.toString(round).repeat(900);
        server.file("/team/f" + round + ".md", text);
        hashes.put("f" + round + ".md", HeldFile.sha256(text.getBytes(UTF_8)));
        server.manifest(WebServer.manifestOf(hashes));

        Scan scan = source.scan();

        assertThat(held(scan)).isEqualTo(Map.of("f0.md", 900));
        if (round > 0) {
          assertThat(Trial.problems(scan)).contains("fetch-failed f" + round + ".md" + NO_ROOM);
        }
      }
    }
  }

  @Test
  void keptFiles_ofSingleUrls_areWithinTheBudget() throws Exception {
    var options =
        Map.of(
            "urls", server.url("/a.md") + "," + server.url("/b.md"),
            "allow", "127.0.0.1",
            "max-total-bytes", "1000");
    try (var source = trial.source(options)) {
      server.file("/a.md", "a".repeat(900)).status("/b.md", 404);
      source.scan();
      server.status("/a.md", 404).file("/b.md", "b".repeat(900));

      Scan scan = source.scan();

      assertThat(held(scan)).isEqualTo(Map.of("a.md", 900));
      assertThat(Trial.problems(scan))
          .containsExactly(
              "fetch-failed a.md: the server answers 404", "fetch-failed b.md" + NO_ROOM);
    }
  }

  @Test
  void filesThatFit_replaceThoseThatDid_whicheverShrinks() throws Exception {
    try (var source = trial.source(server, "max-total-bytes", "1000")) {
      server.store(Map.of("a.md", "a".repeat(400), "b.md", "b".repeat(600)));
      source.scan();
      server.store(Map.of("a.md", "c".repeat(600), "b.md", "d".repeat(400)));

      Scan scan = source.scan();

      assertThat(held(scan)).isEqualTo(Map.of("a.md", 600, "b.md", 400));
      assertThat(scan.diagnostics()).isEmpty();
      server.store(Map.of("c.md", "e".repeat(1000)));
      assertThat(held(source.scan())).isEqualTo(Map.of("c.md", 1000));
    }
  }

  private static Map<String, Integer> held(Scan scan) throws Exception {
    return Trial.texts(scan).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().length()));
  }
}
