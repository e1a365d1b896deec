package dev.impresario.examples.reviewcrew;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.impresario.Agent;
import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReviewCrewTest {
  private static final String CHANGE = "-  return a;\n+  return b;\n";

  @TempDir private Path directory;

  @Test
  void main_withoutRuntime_showsWhatWouldBeSent() throws Exception {
    Path change = Files.writeString(directory.resolve("change.diff"), CHANGE);

    Printed printed = printedBy(() -> ReviewCrew.main(new String[] {change.toString()}));

    assertThat(printed.out())
        .containsSubsequence(
            "Agent 'review-editor' would send this to the default model",
            "## correctness-reviewer",
            "## security-reviewer",
            "## readability-reviewer",
            "+  return b;");
    assertThat(printed.err()).contains("delegation{agent=review-editor}");
  }

  @Test
  void main_withAnyModel_asksThatOneForEverything() throws Exception {
    Path change = Files.writeString(directory.resolve("change.diff"), CHANGE);
    var asked = new CopyOnWriteArrayList<String>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, asked));
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";

      Printed printed =
          printedBy(
              () ->
                  ReviewCrew.main(
                      new String[] {
                        change.toString(),
                        "langchain4j",
                        "provider=openai",
                        "base-url=" + address,
                        "model=m",
                        "streaming=false"
                      }));

      assertThat(printed.out()).isEqualTo("all good" + System.lineSeparator());
      assertThat(asked).hasSize(4).allMatch(request -> request.contains("\"m\""));
    } finally {
      server.stop(0);
    }
  }

  /** Answers as a model that is content; notes before what it was asked. */
  private static void answer(HttpExchange exchange, List<String> asked) throws IOException {
    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] answer =
        """
        {"id":"1","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"all good"}}],
        "usage":{"prompt_tokens":50,"completion_tokens":7,"total_tokens":57}}
        """
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void agents_haveNoFindings() {
    try (Engine engine = ReviewCrew.crew().build()) {
      assertThat(engine.registry().list()).hasSize(4);
      assertThat(engine.registry().diagnostics()).isEmpty();
    }
  }

  @Test
  void review_byAModel_isDoneInParallelAndMerged() throws Exception {
    var together = new CyclicBarrier(3);
    try (Engine engine =
        ReviewCrew.crew()
            .runtime(
                definition ->
                    definition.id().equals("review-editor")
                        ? ReviewCrewTest::merge
                        : meetingAt(together))
            .build()) {

      TaskResult result = ReviewCrew.review(engine, CHANGE);

      assertThat(result.text())
          .isEqualTo(
              """
              merged:
              ## correctness-reviewer

              correctness-reviewer saw 26 characters

              ## security-reviewer

              security-reviewer saw 26 characters

              ## readability-reviewer

              readability-reviewer saw 26 characters

              """);
      assertThat(engine.usage().total()).isEqualTo(new Usage(3_000, 30, 0));
    }
  }

  @Test
  void review_whenAReviewerFails_goesOnWithTheOthers() throws Exception {
    try (Engine engine =
        ReviewCrew.crew()
            .runtime(
                definition ->
                    switch (definition.id()) {
                      case "review-editor" -> ReviewCrewTest::merge;
                      case "security-reviewer" ->
                          (task, context) -> {
                            throw new IllegalStateException();
                          };
                      default -> (task, context) -> Reply.of("no findings");
                    })
            .build()) {

      TaskResult result = ReviewCrew.review(engine, CHANGE);

      assertThat(result.text())
          .containsSubsequence(
              "## correctness-reviewer\n\nno findings",
              "## security-reviewer\n\nno review: agent 'security-reviewer' failed with",
              "## readability-reviewer\n\nno findings");
    }
  }

  @Test
  void review_whenEveryReviewerFails_doesNotAskTheEditor() throws Exception {
    var asked = new CopyOnWriteArrayList<String>();
    Agent failing =
        (task, context) -> {
          asked.add(task.agent());
          throw new IllegalStateException();
        };
    try (Engine engine = ReviewCrew.crew().runtime(definition -> failing).build()) {

      TaskResult result = ReviewCrew.review(engine, CHANGE);

      assertThat(((TaskResult.Failure) result).message())
          .startsWith("agent 'correctness-reviewer' failed with");
      assertThat(asked)
          .containsExactlyInAnyOrder(
              "correctness-reviewer", "security-reviewer", "readability-reviewer");
    }
  }

  @Test
  void run_withWhatItCannotUse_saysSoInOneLine() throws Exception {
    Path change = Files.writeString(directory.resolve("change.diff"), CHANGE);
    Path latin = Files.write(directory.resolve("latin.diff"), new byte[] {'+', (byte) 0xe4});
    Path missing = directory.resolve("missing.diff");

    assertThat(run()).isEqualTo("2 usage: review-crew CHANGE [RUNTIME [OPTION=VALUE...]]");
    assertThat(run(missing.toString()))
        .isEqualTo(
            "2 review-crew: no file '%s'; name one that holds a change, such as the output of git"
                + " diff",
            missing);
    assertThat(run(latin.toString()))
        .isEqualTo("1 review-crew: file '%s' is not UTF-8; save it as UTF-8", latin);
    assertThat(run(directory.toString()))
        .isEqualTo("1 review-crew: file '%s' cannot be read: java.io.IOException", directory);
    assertThat(run(change.toString(), "nothing"))
        .isEqualTo("2 review-crew: no runtime provider 'nothing'; found [dry-run, langchain4j]");
    assertThat(run(change.toString(), "langchain4j", "openai"))
        .isEqualTo("2 review-crew: an option is written OPTION=VALUE, such as model=NAME");
  }

  @Test
  void run_ofTasksThatFail_saysWhy() throws Exception {
    Path change = Files.writeString(directory.resolve("change.diff"), "+".repeat(200_001));

    assertThat(run(change.toString()))
        .startsWith("1 review-crew: the change is too long; review it in parts\n");
  }

  /** Returns the status and what stands on standard error. */
  private static String run(String... args) {
    var err = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    int status =
        ReviewCrew.run(
            List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    assertThat(out.toString(UTF_8)).isEmpty();
    return status + " " + err.toString(UTF_8).replace("\r\n", "\n").stripTrailing();
  }

  @Test
  void review_ofTooLongAChange_spendsNothing() throws Exception {
    try (Engine engine = ReviewCrew.crew().runtime(definition -> ReviewCrewTest::merge).build()) {

      TaskResult result = ReviewCrew.review(engine, "+".repeat(200_001));

      assertThat(((TaskResult.Failure) result).message())
          .isEqualTo("the change is too long; review it in parts");
      assertThat(engine.usage().total()).isEqualTo(Usage.NONE);
    }
  }

  private static Agent meetingAt(CyclicBarrier barrier) {
    return (task, context) -> {
      barrier.await(); // none would get here if they worked one after another
      String text = "%s saw %d characters".formatted(task.agent(), task.input().length());
      return new Reply(text, new Usage(1_000, 10, 0));
    };
  }

  private static Reply merge(Task task, TaskContext context) {
    return Reply.of("merged:\n" + task.input());
  }

  private record Printed(String out, String err) {}

  private interface Program {
    void run() throws Exception;
  }

  private static Printed printedBy(Program program) throws Exception {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
    return new Printed(out.toString(UTF_8), err.toString(UTF_8));
  }
}
