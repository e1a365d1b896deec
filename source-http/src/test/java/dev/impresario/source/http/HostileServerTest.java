package dev.impresario.source.http;

import static dev.impresario.source.http.RawServer.say;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server sends: it ends in time, within bounds, and what was fetched before stays. */
@Timeout(60)
class HostileServerTest {
  private static final String TOO_LATE = "it does not come in time";
  private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nTest.";

  private final Trial trial = new Trial();

  @Test
  void slowBody_isCutAtTheDeadline_thoughEachByteComesInTime() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          drip(out, "x");
        },
        TOO_LATE);
  }

  @Test
  void slowHeaders_areCutAtTheDeadline() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nX: ");
          drip(out, "x");
        },
        TOO_LATE);
  }

  @Test
  void silence_isCutAtTheDeadline() throws Exception {
    staysGood(out -> Thread.sleep(60_000), TOO_LATE);
  }

  @Test
  void anEndlessRowOfInterimAnswers_isCutAtTheDeadline() throws Exception {
    staysGood(out -> drip(out, "HTTP/1.1 100 Continue\r\n\r\n"), TOO_LATE);
  }

  @Test
  void endlessBody_isCutAtItsSize() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          flood(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
        },
        "it has more than 100000 bytes");
  }

  @Test
  void endlessHeaders_areCut() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\n");
          flood(out, "X: y\r\n");
        },
        "the connection failed: MessageConstraintException");
  }

  @Test
  void anEndlessHeader_isCut() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nX: ");
          flood(out, "y".repeat(4096));
        },
        "the connection failed: MessageConstraintException");
  }

  @Test
  void anEndlessBodyOfAnError_isNotRead() throws Exception {
    staysGood(
        out -> {
          say(out, "HTTP/1.1 404 Gone\r\nTransfer-Encoding: chunked\r\n\r\n");
          flood(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
        },
        "the server answers 404");
  }

  @Test
  void truncatedBody_isNotTaken() throws Exception {
    staysGood(
        out -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nTest"),
        "the connection failed: ConnectionClosedException");
  }

  @Test
  void truncatedChunks_areNotTaken() throws Exception {
    staysGood(
        out -> say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nTest\r\n"),
        "the connection failed: ConnectionClosedException");
  }

  @Test
  void aBodyOfUnknownLength_isNotTaken_sinceItMayBeCutOff() throws Exception {
    staysGood(
        out -> say(out, "HTTP/1.1 200 OK\r\n\r\nTest"),
        "the server does not say how long it is, so it may be cut off");
  }

  @Test
  void aBodyLongerThanItSays_isWhatItSays() throws Exception {
    try (var raw =
            new RawServer(
                (path, out) ->
                    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nTest and more"));
        var source = trial.source(options(raw))) {
      assertThat(Trial.texts(source.scan())).containsEntry("qa.md", "Test");
      assertThat(Trial.texts(source.scan())).containsEntry("qa.md", "Test");
    }
  }

  @Test
  void wrongLengths_andWhatIsNoHttp_areNotTaken() throws Exception {
    for (String head :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 206 OK\r\nContent-Length: 4\r\n\r\n",
          "HTTP/1.1 304 OK\r\n\r\n",
          "HTTP/1.1 99999 OK\r\n\r\n",
          "SSH-2.0-OpenSSH\r\n\r\n",
          "\r\n\r\n\r\n"
        }) {
      staysGood(out -> say(out, head + "Test"), "");
    }
  }

  @Test
  void gzip_isUnpacked() throws Exception {
    byte[] packed = gzip("Test it.".getBytes(UTF_8));
    try (var raw = new RawServer((path, out) -> packed(out, "gzip", packed));
        var source = trial.source(options(raw))) {
      assertThat(Trial.texts(source.scan())).containsEntry("qa.md", "Test it.");
    }
  }

  @Test
  void gzip_thatIsTooLargeUnpacked_isNotTaken() throws Exception {
    byte[] packed = gzip(random(100_001));
    staysGood(out -> packed(out, "gzip", packed), "it has more than 100000 bytes");
  }

  @Test
  void gzip_thatGrowsBeyondAllText_isNotTaken() throws Exception {
    byte[] packed = gzip(new byte[99_999]);
    staysGood(
        out -> packed(out, "gzip", packed),
        "it is packed more than 100 times smaller, as no text is");
  }

  @Test
  void gzip_withinGzip_andOtherPackings_areNotTaken() throws Exception {
    byte[] twice = gzip(gzip("Test.".getBytes(UTF_8)));
    for (String encoding :
        new String[] {"gzip, gzip", "gzip\r\nContent-Encoding: gzip", "br", "deflate"}) {
      staysGood(out -> packed(out, encoding, twice), "it is packed in another way than gzip");
    }
  }

  @Test
  void gzip_thatIsDamagedOrCutOff_isNotTaken() throws Exception {
    byte[] cut = java.util.Arrays.copyOf(gzip(random(1_000)), 500);
    staysGood(out -> packed(out, "gzip", cut), "it is damaged, or cut off");
    staysGood(out -> packed(out, "gzip", new byte[] {1, 2, 3}), "it is damaged, or cut off");
  }

  @Test
  void allFilesTogether_areBounded() throws Exception {
    try (var server =
            new WebServer().store(Map.of("a.md", "x".repeat(600), "b.md", "y".repeat(600)));
        var source = trial.source(server, "max-total-bytes", "1000")) {
      assertThat(source.scan().resources()).hasSize(1);
      assertThat(Trial.problems(source.scan()))
          .singleElement()
          .asString()
          .endsWith("all files together have more bytes than 'max-total-bytes' allows");
    }
  }

  @Test
  void filesThatAllComeJustInTime_areFetchedRoundByRound_eachOfBoundedTime() throws Exception {
    var files = new TreeMap<String, String>();
    IntStream.range(0, 8).forEach(i -> files.put(i + ".md", "x" + i));
    try (var server = new WebServer().store(files);
        var source = trial.source(server, "parallel", "1", "timeout", "PT1.5S")) {
      files.forEach(
          (path, text) ->
              server.on(
                  "/team/" + path,
                  exchange -> {
                    slow();
                    WebServer.answer(exchange, 200, text);
                  }));

      int first = source.scan().resources().size();
      var second = source.scan();

      assertThat(first).isBetween(1, 6);
      assertThat(second.resources()).hasSizeBetween(first + 1, 8);
      assertThat(Trial.problems(second))
          .allMatch(problem -> problem.endsWith(": there was no time left to fetch it"));
    }
  }

  private static void slow() {
    try {
      Thread.sleep(600); // the server's slowness is what is tested
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Answer {
    void to(OutputStream out) throws Exception;
  }

  /** What comes too late must be waited for; for all else there is time enough. */
  private static Map<String, String> options(RawServer raw, String reason) {
    Map<String, String> options = options(raw);
    options.put("timeout", reason.equals(TOO_LATE) ? "PT1S" : "PT10S");
    return options;
  }

  /** Fetches once what is good, then meets the bad answer; what is good must stay. */
  private void staysGood(Answer bad, String reason) throws Exception {
    var answer = new AtomicReference<Answer>(out -> say(out, GOOD));
    try (var raw = new RawServer((path, out) -> Objects.requireNonNull(answer.get()).to(out));
        var source = trial.source(options(raw, reason))) {
      assertThat(Trial.texts(source.scan())).containsEntry("qa.md", "Test.");
      answer.set(bad);

      var scan = source.scan();

      assertThat(Trial.texts(scan)).containsOnly(Map.entry("qa.md", "Test."));
      assertThat(Trial.problems(scan)).singleElement().asString().endsWith(reason);
    }
    try (var raw = new RawServer((path, out) -> bad.to(out));
        var fresh = trial.source(options(raw, reason))) {
      assertThatThrownBy(fresh::scan).isInstanceOf(IOException.class).hasMessageEndingWith(reason);
    }
  }

  private static Map<String, String> options(RawServer raw) {
    var options = new HashMap<String, String>();
    options.put("urls", raw.url("/qa.md"));
    options.put("allow", "127.0.0.1");
    options.put("timeout", "PT10S");
    options.put("max-file-bytes", "100000");
    options.put("breaker-failures", "1000");
    return options;
  }

  private static void drip(OutputStream out, String text) throws Exception {
    while (!Thread.interrupted()) {
      say(out, text);
      Thread.sleep(20); // the server's slowness is what is tested
    }
  }

  private static void flood(OutputStream out, String text) throws IOException {
    while (!Thread.interrupted()) {
      say(out, text);
    }
  }

  private static void packed(OutputStream out, String encoding, byte[] bytes) throws IOException {
    say(
        out,
        "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(encoding, bytes.length));
    out.write(bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }
}
