package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import dev.impresario.Agent;
import dev.impresario.ImpresarioException;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatchTest {
  private static final Agent ECHO = (task, context) -> Reply.of(task.input());

  @TempDir Path directory;

  @Test
  void run_ofTasks_writesResultsAsTheyCome() throws Exception {
    var secondIsShown = new CountDownLatch(1);
    Agent agent =
        (task, context) -> {
          if (task.id().equals("first")) {
            secondIsShown.await();
          }
          return Reply.of(task.input());
        };
    var out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            secondIsShown.countDown();
          }
        };
    Path tasks =
        tasks(
            "{\"id\": \"first\", \"agent\": \"qa\", \"input\": \"1\"}",
            "{\"id\": 2, \"agent\": \"ops\", \"input\": \"2\"}");

    int status =
        Staged.with(agent)
            .run(out, new ByteArrayOutputStream(), "run", "--tasks", tasks.toString());

    var run = new Run(status, out.toString(UTF_8), "");
    assertThat(run.status()).isZero();
    assertThat(run.objects())
        .extracting(result -> text(result, "id"))
        .containsExactly("2", "first");
    JsonObject ops = run.objects().get(0);
    assertThat(ops.keySet())
        .containsExactly(
            "id",
            "agent",
            "line",
            "status",
            "code",
            "message",
            "text",
            "retryable",
            "cause",
            "usage",
            "elapsedMillis",
            "queuedMillis");
    assertThat(text(ops, "agent")).isEqualTo("ops");
    assertThat(ops.get("line").getAsInt()).isEqualTo(2);
    assertThat(text(ops, "text")).isEqualTo("2");
  }

  @Test
  void run_atItsEnd_showsTheMonitorsTable() throws Exception {
    Run run = Staged.with(ECHO).run("run", "--tasks", tasks(task("qa", "1")).toString());

    assertThat(run.err()).startsWith("1 task, 0 failed\noperation").doesNotContain("\u001b");
  }

  @Test
  void run_ofBadLines_namesThemAndGoesOn() throws Exception {
    Path tasks =
        tasks(
            "\ufeff" + task("qa", "good"),
            "",
            "  \t",
            "[1]",
            "{\"agent\": \"qa\"}",
            "{\"input\": \"secret\"}",
            "{\"agent\": \"qa\", \"input\": \"secret\", \"urgent\\u001b\": true}",
            "{\"agent\": \"qa\", \"agent\": \"qa\", \"input\": \"secret\"}",
            "{\"agent\": \"qa\", \"input\": [\"secret\"]}",
            "{\"agent\": \"qa\", \"input\": \"secret\", \"priority\": 10}",
            "{\"agent\": \"qa\", \"input\": \"secret\", \"timeout\": \"soon\"}",
            "{\"agent\": \"qa\", \"input\": \"secret\", \"timeout\": 0}",
            "{\"agent\": \"qa\", \"input\": \"secret\", \"id\": \" \"}",
            "{\"agent\": \"qa\", \"input\": 'secret'}",
            "{\"agent\": \"qa\", \"input\": \"secret",
            task("qa", "secret") + " {}",
            task("nobody", "lost"),
            task("qa", "last"));

    Run run = Staged.with(ECHO).run("run", "--concurrency", "1", "--tasks", tasks.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.objects())
        .extracting(result -> text(result, "status"))
        .filteredOn("success"::equals)
        .hasSize(2);
    String example = "write for example {\"agent\": \"qa\", \"input\": \"Test the login\"}";
    assertThat(run.objects())
        .filteredOn(result -> "INVALID_LINE".equals(text(result, "code")))
        .extracting(result -> text(result, "message"))
        .containsExactly(
            tasks + ":4: the line is no JSON object; " + example,
            tasks + ":5: field 'input' is missing; " + example,
            tasks + ":6: field 'agent' is missing; " + example,
            tasks
                + ":7: there is no field 'urgent\\u001b'; there are [agent, id, input, priority,"
                + " timeout]",
            tasks + ":8: field 'agent' is there twice",
            tasks + ":9: field 'input' must be a text",
            tasks + ":10: field 'priority' must be a number from 0 (most urgent) to 9",
            tasks
                + ":11: field 'timeout' must be a number of seconds, or a duration such as"
                + " PT1M30S, above zero",
            tasks
                + ":12: field 'timeout' must be a number of seconds, or a duration such as"
                + " PT1M30S, above zero",
            tasks + ":13: field 'id' is blank; leave it out for an id of its own",
            tasks + ":14: the line is not well-formed JSON, from $.input on; " + example,
            tasks + ":15: the line is not well-formed JSON, from $.input on; " + example,
            tasks + ":16: something follows the JSON object; write one on each line");
    assertThat(run.objects())
        .filteredOn(result -> "AGENT_NOT_FOUND".equals(text(result, "code")))
        .hasSize(1);
    assertThat(run.out()).doesNotContain("secret");
    assertThat(run.err()).startsWith("16 tasks, 14 failed\n");
  }

  @Test
  void run_ofTasksThatFail_saysWhyAndWhetherItMayPass() throws Exception {
    Agent agent =
        (task, context) -> {
          if (task.id().equals("busy")) {
            throw ModelCallException.passing("the model is overloaded", null);
          }
          throw new IllegalStateException(
              "a secret", new ImpresarioException("no tool 'Read'", new IOException("another")));
        };
    Path tasks =
        tasks(
            "{\"id\": \"broken\", \"agent\": \"qa\", \"input\": \"1\"}",
            "{\"id\": \"busy\", \"agent\": \"qa\", \"input\": \"2\"}",
            "[]");

    Run run = Staged.with(agent).run("run", "--concurrency", "1", "--tasks", tasks.toString());

    assertThat(run.objects())
        .extracting(
            result -> text(result, "id"),
            result -> result.get("retryable").getAsBoolean(),
            result -> text(result, "cause"))
        .containsExactlyInAnyOrder(
            tuple("broken", false, "no tool 'Read'; java.io.IOException"),
            tuple("busy", true, ""),
            tuple("", false, ""));
    assertThat(run.out()).doesNotContain("secret").doesNotContain("another");
  }

  @Test
  void run_ofNamesThatAreTooLong_handsThemToNobody() throws Exception {
    String longest = "x".repeat(1_000);
    Path tasks =
        tasks(
            task("qa" + longest, "1"),
            "{\"id\": \"%sx\", \"agent\": \"qa\", \"input\": \"2\"}".formatted(longest),
            "{\"id\": \"%s\", \"agent\": \"qa\", \"input\": \"3\"}".formatted(longest));

    Run run = Staged.with(ECHO).run("run", "--tasks", tasks.toString());

    assertThat(run.objects())
        .extracting(result -> text(result, "code"), result -> text(result, "message"))
        .containsExactlyInAnyOrder(
            tuple(
                "INVALID_LINE",
                tasks + ":1: field 'agent' has more than 1,000 characters; shorten it"),
            tuple(
                "INVALID_LINE",
                tasks + ":2: field 'id' has more than 1,000 characters; shorten it"),
            tuple("", ""));
  }

  @Test
  void run_ofTasksFromStandardInput_doesThem() throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((task("qa", "1") + "\n[]\n").getBytes(UTF_8)));
    Run run;
    try {
      run = Staged.with(ECHO).run("run", "--tasks", "-");
    } finally {
      System.setIn(before);
    }

    assertThat(run.objects())
        .extracting(result -> text(result, "text"))
        .containsExactlyInAnyOrder("1", "");
    assertThat(run.out()).contains("standard input:2: the line is no JSON object");
  }

  @Test
  void run_ofBytesThatAreNoText_namesTheLineAndGoesOn() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {'{', (byte) 0xff, '}', '\n'});
    bytes.write("x".repeat(TaskLines.MAXIMUM_BYTES).getBytes(UTF_8));
    bytes.write(("\n" + task("qa", "x".repeat(1_000_000)) + "\r\n").getBytes(UTF_8));
    bytes.write(task("qa", "last, without an end").getBytes(UTF_8));
    Path tasks = Files.write(directory.resolve("tasks.jsonl"), bytes.toByteArray());

    Run run = Staged.with(ECHO).run("run", "--tasks", tasks.toString());

    assertThat(run.objects())
        .filteredOn(result -> "failure".equals(text(result, "status")))
        .extracting(result -> text(result, "message"))
        .containsExactly(
            tasks + ":1: the line is not UTF-8; save the file as UTF-8",
            tasks + ":2: the line has more than 1,048,576 bytes; shorten it");
    assertThat(run.objects()).hasSize(4);
  }

  @Test
  void run_ofManyTasks_readsNoFurtherAheadThanAsManyAsWork() throws Exception {
    List<String> lines = IntStream.range(0, 2_000).mapToObj(i -> task("qa", "" + i)).toList();
    Path tasks = tasks(lines.toArray(String[]::new));
    Staged staged = Staged.with(ECHO);
    staged.builder().queueCapacity(4); // one more would fail

    Run run = staged.run("run", "--concurrency", "4", "--tasks", tasks.toString());

    assertThat(run.status()).isZero();
    Set<String> replies = new HashSet<>();
    run.objects().forEach(result -> replies.add(text(result, "text")));
    assertThat(replies).hasSize(2_000);
  }

  @Test
  void run_ofTasks_givesThemWhatTheLineSaysElseWhatTheOptionsSay() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Agent agent =
        (task, context) -> {
          seen.add(task.id() + " " + task.priority() + " " + task.timeout().orElseThrow());
          return Reply.of("");
        };
    Path tasks =
        tasks(
            "{\"id\":\"a\",\"agent\":\"qa\",\"input\":\"x\",\"priority\":0,\"timeout\":1.5}",
            "{\"id\":\"b\",\"agent\":\"qa\",\"input\":\"x\",\"timeout\":\"PT1M30S\"}",
            "{\"id\":\"c\",\"agent\":\"qa\",\"input\":\"x\"}");

    Staged.with(agent)
        .run("run", "--tasks", tasks.toString(), "--priority", "7", "--timeout", "PT2H");

    assertThat(seen).containsExactlyInAnyOrder("a 0 PT1.5S", "b 7 PT1M30S", "c 7 PT2H");
  }

  @Test
  void run_onATerminal_showsProgressAndTakesItAway() throws Exception {
    Path tasks = tasks(task("qa", "1"), task("nobody", "2"));

    Run run = Staged.with(ECHO).onATerminal(61).run("run", "--tasks", tasks.toString());

    assertThat(run.err()).contains("\r\u001b[K[####################] 100 %, 2 done, 1 failed, ");
    assertThat(run.err().replaceAll("(?s).*\r\u001b\\[K", "")).startsWith("2 tasks, 1 failed\n");
  }

  @Test
  void run_intoAClosedPipe_cancelsTheTasks() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Agent agent =
        (task, context) -> {
          if (task.input().equals("quick")) {
            begun.await(); // what was cancelled before it began would not be interrupted
            return Reply.of("done");
          }
          try {
            begun.countDown();
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return Reply.of("never");
        };
    Path tasks = tasks(task("qa", "long"), task("qa", "quick"));
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThatThrownBy(
            () ->
                Staged.with(agent)
                    .run(closed, new ByteArrayOutputStream(), "run", "--tasks", tasks.toString()))
        .isInstanceOf(OutputFailedException.class);

    interrupted.await();
  }

  @Test
  void run_ofEmptyFile_doesNothing() throws Exception {
    Run run = Staged.with(ECHO).run("run", "--tasks", tasks().toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void line_ofProgress_fitsTheTerminal() {
    assertThat(ProgressBar.line(0.5, "1 done", 60))
        .isEqualTo("[##########..........] 50 %, 1 done");
    assertThat(ProgressBar.line(-1, "1 done", 60)).isEqualTo("1 done");
    assertThat(ProgressBar.line(1, "1,000,000 done", 19)).hasSize(19).endsWith("…");
  }

  private Path tasks(String... lines) throws IOException {
    return Files.writeString(directory.resolve("tasks.jsonl"), String.join("\n", lines) + "\n");
  }

  private static String task(String agent, String input) {
    return "{\"agent\": \"%s\", \"input\": \"%s\"}".formatted(agent, input);
  }

  private static String text(JsonObject result, String field) {
    return result.get(field).isJsonNull() ? "" : result.get(field).getAsString();
  }
}
