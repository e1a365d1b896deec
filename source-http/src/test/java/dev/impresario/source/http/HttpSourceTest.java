package dev.impresario.source.http;

import static dev.impresario.source.http.RawServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.Subscription;
import dev.impresario.spi.AgentResource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpSourceTest {
  private final Trial trial = new Trial();
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    server = new WebServer().store(Map.of("a.md", "A", "b/c.md", "C"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void scan_whenNothingChanged_asksForTheManifestOnly() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      var before = source.scan().resources();
      server.requests().clear();

      assertThat(source.scan().resources()).isEqualTo(before);
      assertThat(server.requests()).containsExactly("/team/manifest.json");
    }
  }

  @Test
  void scan_whenOneChanged_fetchesThatOne() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      server.requests().clear();
      server.store(Map.of("a.md", "A2", "b/c.md", "C"));

      assertThat(Trial.texts(source.scan()))
          .containsEntry("a.md", "A2")
          .containsEntry("b/c.md", "C");
      assertThat(server.requests()).containsExactly("/team/manifest.json", "/team/a.md");
    }
  }

  @Test
  void scan_ofSingleUrls_revalidates_byEtagOrDate() throws Exception {
    var answers = new AtomicInteger();
    try (var raw =
            new RawServer(
                (path, out) -> {
                  answers.incrementAndGet();
                  say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nLast-Modified: then\r\n");
                  say(out, "ETag: W/\"1\"\r\n\r\nA");
                });
        var unchanged =
            new RawServer((path, out) -> say(out, "HTTP/1.1 304 Not Modified\r\n\r\n"))) {
      try (var source = trial.source(Map.of("urls", raw.url("/a.md"), "allow", "127.0.0.1"))) {
        source.scan();
        source.scan();
        assertThat(raw.requests.get(0)).noneMatch(line -> line.startsWith("If-"));
        assertThat(raw.requests.get(1))
            .contains("If-None-Match: W/\"1\"", "If-Modified-Since: then");
      }
      assertThat(unchanged.requests).isEmpty();
    }
  }

  @Test
  void scan_ofSingleUrls_thatHaveNotChanged_keepsThem() throws Exception {
    server.on(
        "/a.md",
        exchange -> {
          boolean known = exchange.getRequestHeaders().containsKey("If-Modified-Since");
          exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
          WebServer.answer(exchange, known ? 304 : 200, known ? "" : "A");
        });
    server.file("/x/b%20c.md", "B");
    server.file("/x/b c.md", "B");
    var options =
        Map.of(
            "urls", server.url("/a.md") + "," + server.url("/x/b%20c.md?q"), "allow", "127.0.0.1");
    try (var source = trial.source(options)) {
      List<AgentResource> first = source.scan().resources();

      assertThat(source.scan().resources().get(0)).isSameAs(first.get(0));
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A", "b c.md", "B"));
      assertThat(source.name()).isEqualTo(server.url("/a.md") + " and 1 more");
    }
  }

  @Test
  void scan_withARedirect_sendsWhatIsKnownOnlyWhereItIsKnownOf() throws Exception {
    server.redirect("/x.md", "/one.md");
    server.on("/one.md", exchange -> tagged(exchange, "one"));
    server.on("/two.md", exchange -> tagged(exchange, "two"));
    try (var source = trial.source(Map.of("urls", server.url("/x.md"), "allow", "127.0.0.1"))) {
      assertThat(Trial.texts(source.scan())).containsEntry("x.md", "one");
      assertThat(Trial.texts(source.scan())).containsEntry("x.md", "one");
      server.redirect("/x.md", "/two.md"); // whose ETag is the same

      assertThat(Trial.texts(source.scan())).containsEntry("x.md", "two");
    }
  }

  private static void tagged(com.sun.net.httpserver.HttpExchange exchange, String text)
      throws IOException {
    boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    WebServer.answer(exchange, known ? 304 : 200, known ? "" : text);
  }

  @Test
  void scan_ofAFileThatIsNotWhatTheManifestSays_keepsTheLastGood_untilItIs() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      server.store(Map.of("a.md", "A2", "b/c.md", "C2"));
      server.file("/team/a.md", "not that");

      var scan = source.scan();

      assertThat(Trial.texts(scan)).isEqualTo(Map.of("a.md", "A", "b/c.md", "C2"));
      assertThat(Trial.problems(scan))
          .containsExactly(
              "hash-mismatch a.md: it is not what the manifest says, by its SHA-256, and is refused");
      server.file("/team/a.md", "A2");
      assertThat(Trial.texts(source.scan())).containsEntry("a.md", "A2");
      assertThat(source.scan().diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_ofAManifestThatIsNone_keepsAll_andSaysSo() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      for (String json : List.of("{", "{\"agents\":[{}", "<html>", "x".repeat((4 << 20) + 1))) {
        server.manifest(json);

        var scan = source.scan();

        assertThat(Trial.texts(scan)).isEqualTo(Map.of("a.md", "A", "b/c.md", "C"));
        assertThat(Trial.problems(scan)).hasSize(1);
        assertThat(scan.diagnostics().get(0).path()).isNull();
      }
      server.manifest("{\"agents\":[]}");
      assertThat(source.scan().resources()).isEmpty();
      assertThat(source.scan().diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_ofADuplicatePath_keepsWhatWasKnown() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      String entry = "{\"path\":\"a.md\",\"sha256\":\"" + "0".repeat(64) + "\"}";
      server.manifest("{\"agents\":[" + entry + "," + entry + "]}");

      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A"));
      assertThat(Trial.problems(source.scan()))
          .containsExactly("manifest-entry a.md: the manifest lists it twice, so that none counts");
    }
  }

  @Test
  void scan_ofAFileElsewhere_goesThereOnlyIfItIsAllowed() throws Exception {
    try (var other = new WebServer().file("/x.md", "X")) {
      String json =
          "{\"agents\":[{\"path\":\"x.md\",\"sha256\":\"%s\",\"url\":\"%s\"}]}"
              .formatted(HeldFile.sha256(new byte[] {'X'}), other.url("/x.md"));
      server.manifest(json);
      try (var source = trial.source(server, "allow", "127.0.0.1:" + server.port())) {
        assertThat(Trial.problems(source.scan()))
            .containsExactly(
                "address-refused x.md: the manifest sends for it to '%s'"
                    .formatted(other.url("/x.md")));
        assertThat(other.requests()).isEmpty();
      }
      try (var source = trial.source(server)) {
        assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("x.md", "X"));
      }
    }
  }

  @Test
  void scan_ofOneUrlThatIsNone_costsNoOtherFile() throws Exception {
    String hash = HeldFile.sha256(new byte[] {'A'});
    server.manifest(
        ("{\"agents\":[{\"path\":\"a.md\",\"sha256\":\"%s\"},"
                + "{\"path\":\"x.md\",\"sha256\":\"%s\",\"url\":\"x\u1FEF.md\"}]}")
            .formatted(hash, hash));
    try (var source = trial.source(server)) {
      var scan = source.scan();

      assertThat(Trial.texts(scan)).isEqualTo(Map.of("a.md", "A"));
      assertThat(Trial.problems(scan))
          .singleElement()
          .asString()
          .matches("address-refused x.md: '.*/team/x.*' is no URL");
    }
  }

  @Test
  void scan_leavesOutWhatIsNotIncluded_withoutFetchingIt() throws Exception {
    server.store(Map.of("a.md", "A", "b.txt", "B", "drafts/c.md", "C"));
    try (var source = trial.source(server, "exclude", "drafts/")) {
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A"));
      assertThat(server.requests()).containsExactly("/team/manifest.json", "/team/a.md");
    }
  }

  @Test
  void scan_whenTheServerIsGone_keepsAll_andSaysWhatSinceWhenAndWhenAgain() throws Exception {
    try (var source = trial.source(server)) {
      var before = source.scan().resources();
      server.close();

      var scan = source.scan();

      assertThat(scan.resources()).isEqualTo(before);
      assertThat(Trial.problems(scan))
          .singleElement()
          .asString()
          .matches(
              "unreachable: the server cannot be connected to, at 2026-01-01T00:00:..Z; 2 files"
                  + " fetched before are still served; it is tried again every PT1M");
      trial.pass(3_600_000);
      assertThat(source.scan().diagnostics()).isEqualTo(scan.diagnostics()); // nothing new
    }
  }

  @Test
  void scan_whenTheServerWasNeverThere_throws() throws Exception {
    server.close();
    try (var source = trial.source(server)) {
      assertThatThrownBy(source::scan)
          .isInstanceOf(IOException.class)
          .hasMessage("the server cannot be connected to");
    }
  }

  @Test
  void scan_whenOneFileFails_costsNoOther() throws Exception {
    server.status("/team/a.md", 404);
    try (var source = trial.source(server)) {
      var scan = source.scan();

      assertThat(Trial.texts(scan)).isEqualTo(Map.of("b/c.md", "C"));
      assertThat(Trial.problems(scan)).containsExactly("fetch-failed a.md: the server answers 404");
    }
  }

  @Test
  void anAnswerThatNothingHasChanged_whereNobodyAsked_isNone() throws Exception {
    server.redirect("/x.md", "/one.md");
    server.on("/one.md", exchange -> tagged(exchange, "one"));
    server.on("/two.md", exchange -> WebServer.answer(exchange, 304, ""));
    try (var source = trial.source(Map.of("urls", server.url("/x.md"), "allow", "127.0.0.1"))) {
      source.scan();
      server.redirect("/x.md", "/two.md");

      assertThat(Trial.problems(source.scan()))
          .containsExactly("fetch-failed x.md: the server answers 304");
    }
  }

  @Test
  void scan_withMoreProblemsThanAreTold_keepsTheFilesOfAll_andSaysThatThereAreMore()
      throws Exception {
    var files = new TreeMap<String, String>();
    IntStream.range(0, 1_050).forEach(i -> files.put("f%04d.md".formatted(i), "x" + i));
    server.store(files);
    try (var source = trial.source(server)) {
      assertThat(source.scan().resources()).hasSize(1_050);
      var wrong = new TreeMap<>(files);
      wrong.replaceAll((path, text) -> "0".repeat(64));
      server.manifest(WebServer.manifestOf(wrong));
      var scan = source.scan();

      assertThat(Trial.texts(scan)).isEqualTo(files);
      assertThat(scan.diagnostics()).hasSize(1_001).allMatch(dev.impresario.Diagnostic::isError);
      assertThat(Trial.problems(scan).get(1_000))
          .isEqualTo("more-problems: 50 more files have problems");

      String twice = WebServer.manifestOf(wrong).replace("{\"agents\":[", "").replace("]}", "");
      server.manifest("{\"agents\":[" + twice + "," + twice + "]}");
      scan = source.scan();

      assertThat(Trial.texts(scan)).isEqualTo(files);
      assertThat(Trial.problems(scan).get(1_000))
          .isEqualTo("more-problems: 50 more files have problems");
    }
  }

  // Retries

  @Test
  void anAnswerThatMayPass_isAskedForThreeTimes_withPausesThatGrow() throws Exception {
    var asked = new AtomicInteger();
    server.on(
        "/team/a.md",
        exchange -> WebServer.answer(exchange, asked.incrementAndGet() < 3 ? 503 : 200, "A"));
    try (var source = trial.source(server)) {
      assertThat(Trial.texts(source.scan())).containsEntry("a.md", "A");
      assertThat(trial.pauses).containsExactly(375L, 750L); // three quarters of 500 and 1000
    }
  }

  @Test
  void anAnswerThatStays_isAskedForOnce() throws Exception {
    server.status("/team/a.md", 403);
    try (var source = trial.source(server)) {
      source.scan();

      assertThat(server.requests()).containsOnlyOnce("/team/a.md");
      assertThat(trial.pauses).isEmpty();
    }
  }

  @Test
  void aStormOfErrors_isAnsweredByLeavingTheHostAlone() throws Exception {
    try (var source = trial.source(server, "parallel", "1")) {
      source.scan();
      var files = new TreeMap<String, String>();
      IntStream.range(0, 50).forEach(i -> files.put(i + ".md", "x" + i));
      server.store(files);
      files.keySet().forEach(path -> server.status("/team/" + path, 500));
      server.requests().clear();

      var scan = source.scan();

      assertThat(server.requests()).hasSize(6); // the manifest, and then the five that are enough
      assertThat(scan.diagnostics()).hasSize(50);
      assertThat(Trial.problems(scan).get(49))
          .endsWith("failed 5 times in a row and is left alone for a while");
      source.scan();
      assertThat(server.requests()).hasSize(6);
      server.store(files);
      trial.pass(30_000);
      assertThat(Trial.texts(source.scan())).isEqualTo(files);
      assertThat(source.scan().diagnostics()).isEmpty();
    }
  }

  @Test
  void retryAfter_isWaitedFor_ifThereIsTime() throws Exception {
    var asked = new AtomicInteger();
    server.on(
        "/team/a.md",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          WebServer.answer(exchange, asked.incrementAndGet() < 2 ? 429 : 200, "A");
        });
    try (var source = trial.source(server, "parallel", "1")) {
      assertThat(Trial.texts(source.scan())).hasSize(2);
      assertThat(trial.pauses).containsExactly(7_000L);
    }
  }

  @Test
  void retryAfter_ofMoreThanThereIsTimeFor_putsThePollsOff() throws Exception {
    try (var source = trial.source(server)) {
      source.scan();
      server.on(
          "/team/manifest.json",
          exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "Thu, 01 Jan 2026 00:10:00 GMT");
            WebServer.answer(exchange, 429, "");
          });
      source.scan();
      server.requests().clear();
      trial.pass(500_000);

      assertThat(Trial.problems(source.scan())).singleElement().asString().contains("answers 429");
      assertThat(Trial.texts(source.scan())).hasSize(2);

      assertThat(server.requests()).isEmpty();
      server.store(Map.of("a.md", "A3"));
      trial.pass(100_000);
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A3"));
    }
  }

  // Polling

  @Test
  void scan_afterOnChange_asksNobody_andPollsTellWhatChanged() throws Exception {
    var hints = new AtomicInteger();
    try (var source = trial.source(server)) {
      source.scan();
      source.onChange(hints::incrementAndGet);
      server.requests().clear();
      server.store(Map.of("a.md", "A2"));

      assertThat(Trial.texts(source.scan())).containsEntry("a.md", "A");
      assertThat(server.requests()).isEmpty();
      trial.poll();
      assertThat(hints).hasValue(1);
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A2"));
      trial.poll();
      assertThat(hints).hasValue(1); // nothing changed
      server.close();
      trial.poll();
      trial.poll();
      trial.poll();
      assertThat(hints).hasValue(2); // once for the outage
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A2"));
    }
  }

  @Test
  void onChange_ofTwo_tellsBoth_andPollsUntilTheLastIsClosed() throws Exception {
    var one = new AtomicInteger();
    var other = new AtomicInteger();
    try (var source = trial.source(server)) {
      source.scan();
      Subscription first = source.onChange(one::incrementAndGet);
      Subscription second = source.onChange(other::incrementAndGet);
      server.store(Map.of("a.md", "A2"));
      trial.poll();
      assertThat(List.of(one.get(), other.get())).containsExactly(1, 1);

      first.close();
      first.close();
      server.store(Map.of("a.md", "A3"));
      trial.poll();
      assertThat(List.of(one.get(), other.get())).containsExactly(1, 2);
      second.close();
      server.store(Map.of("a.md", "A4"));

      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A4")); // asked by the scan
    }
  }

  @Test
  void poll_whoseHintThrows_goesOn() throws Exception {
    var hints = new AtomicInteger();
    try (var source = trial.source(server)) {
      source.scan();
      source.onChange(
          () -> {
            hints.incrementAndGet();
            throw new AssertionError("of the engine");
          });
      for (int i = 1; i <= 2; i++) {
        server.store(Map.of("a.md", "new " + i));
        trial.poll();
        assertThat(hints).hasValue(i);
      }
    }
  }

  @Test
  void poll_afterAServerThatWasNotThereAtFirst_bringsItsFiles() throws Exception {
    int port = server.port();
    server.close();
    var hints = new AtomicInteger();
    try (var source = trial.source(server, "breaker-failures", "1000")) {
      assertThatThrownBy(source::scan).isInstanceOf(IOException.class);
      source.onChange(hints::incrementAndGet);
      assertThatThrownBy(source::scan).hasMessage("the server cannot be connected to");
      server = new WebServer(port).store(Map.of("a.md", "A"));

      trial.poll();

      assertThat(hints).hasValue(1);
      assertThat(Trial.texts(source.scan())).isEqualTo(Map.of("a.md", "A"));
    }
  }

  // The end

  @Test
  void close_endsARequestThatHangs_andTheScanThatWaitsForIt() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    try (var raw =
        new RawServer(
            (path, out) -> {
              asked.countDown();
              try {
                while (true) {
                  say(out, "HTTP/1.1 100 Continue\r\n\r\n");
                  Thread.sleep(10); // until the connection is cut
                }
              } catch (IOException e) {
                gone.countDown();
                throw e;
              }
            })) {
      var source = trial.source(Map.of("urls", raw.url("/a.md"), "allow", "127.0.0.1"));
      var failed = new CountDownLatch(1);
      var scanning =
          new Thread(
              () -> {
                try {
                  source.scan();
                } catch (IOException e) {
                  failed.countDown();
                }
              });
      scanning.start();
      asked.await();

      source.close();

      assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(source::scan).hasMessage("the source is closed");
    }
  }

  @Test
  void close_endsAScanAtOnce_thoughMoreFilesHangThanAreFetchedAtOnce() throws Exception {
    var asked = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    var files = new TreeMap<String, String>();
    IntStream.range(0, 20).forEach(i -> files.put(i + ".md", "x"));
    server.store(files);
    for (String path : files.keySet()) {
      server.on(
          "/team/" + path,
          exchange -> {
            asked.countDown();
            awaitQuietly(end);
          });
    }
    var source = trial.source(server, "parallel", "2", "timeout", "PT10M");
    var failure = new CompletableFuture<@Nullable Throwable>();
    var scanning = new Thread(() -> failure.complete(catchThrowable(source::scan)));
    scanning.start();
    asked.await();

    source.close();

    assertThat(failure.get()).isInstanceOf(IOException.class).hasMessage("the source is closed");
    end.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void interrupt_endsAScanThatHangs_andItsRequest() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    try (var raw =
            new RawServer(
                (path, out) -> {
                  asked.countDown();
                  try {
                    while (true) {
                      say(out, "HTTP/1.1 100 Continue\r\n\r\n");
                      Thread.sleep(10); // until the connection is cut
                    }
                  } catch (IOException e) {
                    gone.countDown();
                    throw e;
                  }
                });
        var source =
            trial.source(
                Map.of("urls", raw.url("/a.md"), "allow", "127.0.0.1", "breaker-failures", "1"))) {
      var kept = new CountDownLatch(1);
      var scanning =
          new Thread(
              () -> {
                try {
                  source.scan();
                } catch (IOException e) {
                  if (Thread.currentThread().isInterrupted()) {
                    kept.countDown();
                  }
                }
              });
      scanning.start();
      asked.await();

      scanning.interrupt();

      assertThat(kept.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(
              () -> {
                Thread.currentThread().interrupt();
                source.scan();
              })
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      int before = raw.requests.size();
      var again = new Thread(() -> assertThat(catchThrowable(source::scan)).isNotNull());
      again.start();
      while (raw.requests.size() == before) { // the host is not left alone for it
        LockSupport.parkNanos(100_000);
        assertThat(Thread.interrupted()).as("it took too long").isFalse();
      }
      again.interrupt();
    }
  }

  // Limits

  @Test
  void manyFiles_areFetchedOverAsManyConnectionsAsAllowed_andNoMore() throws Exception {
    var files = new TreeMap<String, String>();
    IntStream.range(0, 200).forEach(i -> files.put("f%03d.md".formatted(i), "x" + i));
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new CyclicBarrier(6);
    var together = new CountDownLatch(1);
    server.store(files);
    files.forEach(
        (path, text) ->
            server.on(
                "/team/" + path,
                exchange -> {
                  most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                  meet(all, together);
                  atOnce.decrementAndGet();
                  WebServer.answer(exchange, 200, text);
                }));
    try (var source = trial.source(server, "parallel", "40", "max-connections-per-host", "6")) {
      assertThat(Trial.texts(source.scan())).isEqualTo(files);
    }
    assertThat(most).hasValue(6);
    assertThat(trial.connects).hasSizeLessThanOrEqualTo(6);
  }

  /** The first ones wait for each other, which shows that so many come at once. */
  private static void meet(CyclicBarrier all, CountDownLatch together) {
    if (together.getCount() > 0) {
      try {
        all.await(3, TimeUnit.SECONDS);
        together.countDown();
      } catch (Exception e) {
        together.countDown();
      }
    }
  }

  @Test
  void connections_inAll_areBounded() throws Exception {
    var most = new AtomicInteger();
    var atOnce = new AtomicInteger();
    var urls = new java.util.ArrayList<String>();
    var servers = new java.util.ArrayList<WebServer>();
    var all = new CyclicBarrier(4); // one more than may come
    var together = new CountDownLatch(1);
    try {
      for (int i = 0; i < 5; i++) {
        var one = new WebServer();
        servers.add(one);
        for (int j = 0; j < 4; j++) {
          String path = "/f%d-%d.md".formatted(i, j);
          urls.add(one.url(path));
          one.on(
              path,
              exchange -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                meet(all, together);
                atOnce.decrementAndGet();
                WebServer.answer(exchange, 200, "x");
              });
        }
      }
      var options = new HashMap<String, String>();
      options.put("urls", String.join(",", urls));
      options.put("allow", "127.0.0.1");
      options.put("max-connections", "3");
      try (var source = trial.source(options)) {
        assertThat(source.scan().resources()).hasSize(20);
      }
      assertThat(most).hasValue(3);
    } finally {
      servers.forEach(WebServer::close);
    }
  }
}
