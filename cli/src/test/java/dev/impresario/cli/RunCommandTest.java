package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.impresario.Agent;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunCommandTest {

  @TempDir Path directory;

  @Test
  void run_withoutRuntime_showsWhatWouldBeSent() {
    Folder agents = new Folder(directory).withAgent("qa");

    Run run = Run.of("run", "qa", "Test the login", agents.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("dry-run: no model is configured")
        .endsWith("--- user\nTest the login\n");
  }

  @Test
  void run_ofUnknownAgent_saysWhatThereIs() {
    Folder agents = new Folder(directory).withAgent("qa");

    Run run = Run.of("run", "qaa", "Test the login", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(1, "", "impresario: no agent 'qaa'; did you mean 'qa'? 1 agent is on offer\n"));
  }

  @Test
  void run_whileTheAgentEmits_showsEachPartAtOnce() throws Exception {
    var seen = new CountDownLatch(1);
    var out = new ByteArrayOutputStream();
    OutputStream terminal =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
            if (out.toString(UTF_8).equals("Hello ")) {
              seen.countDown();
            }
          }
        };
    Agent agent =
        (task, context) -> {
          context.emit("Hello ");
          seen.await();
          context.emit("world");
          return Reply.of("Hello world");
        };

    int status = Staged.with(agent).run(terminal, terminal, "run", "qa", "Greet");

    assertThat(status).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("Hello world\n");
  }

  @Test
  void run_whereTheReplyGoesOn_showsTheRest() throws Exception {
    assertThat(shown("Hello world", "Hello ")).isEqualTo("Hello world\n");
  }

  @Test
  void run_whereOnlyTheLastPartIsTheReply_showsItOnce() throws Exception {
    assertThat(shown("All is well.", "I shall look.\n\n", "All is ", "well.\n"))
        .isEqualTo("I shall look.\n\nAll is well.\n");
  }

  @Test
  void run_whereThePartsAreNotTheReply_showsBoth() throws Exception {
    assertThat(shown("All is well.", "looking ...")).isEqualTo("looking ...\nAll is well.\n");
  }

  @Test
  void run_whereCharactersAreParted_showsThemWhole() throws Exception {
    assertThat(shown("a\r\n\uD83D\uDE00 b", "a\r", "\n\uD83D", "\uDE00 b"))
        .isEqualTo("a\n\uD83D\uDE00 b\n");
  }

  @Test
  void run_ofTextThatMovesTheCursor_showsItEscaped() throws Exception {
    assertThat(shown("\u001b[2Jgone\tover\n", "\u001b[2J")).isEqualTo("\\u001b[2Jgone\tover\n");
    assertThat(shown("x\r", "x\r")).isEqualTo("x\\u000d\n");
  }

  @Test
  void run_ofAgentThatThrows_namesTheCauseButNotItsWords() throws Exception {
    Agent agent =
        (task, context) -> {
          context.emit("so far");
          throw new IllegalStateException("a secret", new IOException("another"));
        };

    Run run = Staged.with(agent).run("run", "qa", "Test");

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "so far\n",
                """
                impresario: agent 'qa' failed with java.lang.IllegalStateException; see the cause
                impresario:   cause: java.io.IOException
                """));
  }

  @Test
  void run_ofModelThatIsOverloaded_saysThatItMayPass() throws Exception {
    Agent agent =
        (task, context) -> {
          throw ModelCallException.passing("the model is overloaded", null);
        };

    Run run = Staged.with(agent).run("run", "qa", "Test");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            impresario: the model is overloaded
            impresario:   it may pass: try again later
            """);
  }

  @Test
  void run_beyondItsTimeout_saysWhatToDo() throws Exception {
    Agent agent =
        (task, context) -> {
          new CountDownLatch(1).await();
          return Reply.of("never");
        };

    Run run = Staged.with(agent).run("run", "qa", "Test", "--timeout", "0.1");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("for agent 'qa' was out of time after 0.1 s")
        .contains("allow more with Task.withTimeout");
  }

  @Test
  void run_intoAClosedPipe_cancelsTheTask() throws Exception {
    var interrupted = new CountDownLatch(1);
    Agent agent =
        (task, context) -> {
          context.emit("first");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return Reply.of("never");
        };
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThatThrownBy(
            () -> Staged.with(agent).run(closed, new ByteArrayOutputStream(), "run", "qa", "Test"))
        .isInstanceOf(OutputFailedException.class);

    interrupted.await();
  }

  @Test
  void runJson_writesOneObject() throws Exception {
    Agent agent =
        (task, context) -> {
          context.emit("not shown");
          return new Reply("Done", new Usage(30, 20, 10));
        };

    JsonObject result =
        Staged.with(agent).run("run", "qa", "Test", "--json", "--priority", "2").objects().get(0);

    assertThat(result.keySet())
        .containsExactly(
            "id",
            "agent",
            "status",
            "code",
            "message",
            "text",
            "retryable",
            "cause",
            "usage",
            "elapsedMillis",
            "queuedMillis");
    assertThat(result.get("agent").getAsString()).isEqualTo("qa");
    assertThat(result.get("status").getAsString()).isEqualTo("success");
    assertThat(result.get("code").isJsonNull()).isTrue();
    assertThat(result.get("text").getAsString()).isEqualTo("Done");
    assertThat(result.get("usage").getAsJsonObject().keySet())
        .containsExactly("input", "output", "cached");
    assertThat(result.get("elapsedMillis").getAsDouble()).isPositive();
  }

  @Test
  void runJson_ofFailure_hasItsCode() {
    Run run = Run.of("run", "qa", "Test", "--json", directory.toString());

    assertThat(run.status()).isEqualTo(1);
    JsonObject result = run.objects().get(0);
    assertThat(result.get("status").getAsString()).isEqualTo("failure");
    assertThat(result.get("code").getAsString()).isEqualTo("AGENT_NOT_FOUND");
    assertThat(result.get("message").getAsString()).startsWith("no agent 'qa'");
    assertThat(result.get("text").isJsonNull()).isTrue();
  }

  @Test
  void run_ofUnknownRuntime_saysWhichThereAre() {
    Run run =
        Run.of(
            "run", "qa", "Test", directory.toString(), "--runtime", "langchain", "--option", "a=b");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("impresario: no runtime provider 'langchain'; found [dry-run, langchain4j]");
  }

  @Test
  void run_ofRuntimeWithoutItsKey_namesTheVariable() {
    Run run =
        Run.of(
            "run",
            "qa",
            "Test",
            directory.toString(),
            "--runtime=langchain4j",
            "--option=provider=anthropic",
            "--option=model=any",
            "--option=api-key-env=NO_SUCH_VARIABLE");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'NO_SUCH_VARIABLE'").contains("not set");
  }

  @Test
  void run_ofOptionThatTheRuntimeHasNot_saysSo() {
    Run run = Run.of("run", "qa", "Test", directory.toString(), "--option", "a=b=c");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("runtime 'dry-run'").contains("'a'").doesNotContain("b=c");
  }

  @Test
  void help_showsAnExampleThatLacksNothingButAKey() {
    String help = Help.of(Command.RUN);
    String example =
        help.substring(
            help.indexOf("--runtime langchain4j"),
            help.indexOf("\n\n", help.indexOf("--runtime langchain4j")));
    List<String> words = new ArrayList<>(List.of("run", "qa", "Test the login"));
    words.addAll(List.of(example.replace("\\", " ").strip().split("\\s+")));
    words.addAll(List.of(directory.toString(), "--option"));

    assertThat(Run.of(with(words, "api-key-env=NO_SUCH_KEY")).err())
        .contains("environment variable 'NO_SUCH_KEY', which is not set");
    // with something in place of the key it gets as far as the agent, which is not there
    assertThat(Run.of(with(words, "api-key-env=" + anyVariable())).err()).contains("no agent 'qa'");
  }

  /** Whatever is set here to something that could be a key: no blanks, no odd characters. */
  private static String anyVariable() {
    return System.getenv().entrySet().stream()
        .filter(entry -> entry.getValue().matches("[!-~]{1,200}"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static String[] with(List<String> words, String last) {
    return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
  }

  private static String shown(String reply, String... parts) throws InterruptedException {
    Agent agent =
        (task, context) -> {
          for (String part : parts) {
            context.emit(part);
          }
          return Reply.of(reply);
        };
    return Staged.with(agent).run("run", "qa", "Say something").out();
  }
}
