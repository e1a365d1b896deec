package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.impresario.Agent;
import dev.impresario.Reply;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadTestCommandTest {
  private static final Agent ECHO = (task, context) -> Reply.of(task.input());

  @TempDir Path directory;

  @Test
  void loadTest_ofADryRun_showsHowLongThingsTook() {
    Run run = dryRun("--rate=200", "--duration=0.1");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines().stream().map(line -> line.replaceAll(" +", " ")))
        .hasSize(10)
        .startsWith("agents qa", "asked 200/s for 0.1 s, 10 at once, 10,000 waiting")
        .anyMatch(line -> line.matches("sent 20 of 20, at most [0-9.]+ ms late"))
        .contains("ended 20 replied, 0 failed, 0 refused")
        .anyMatch(line -> line.matches("throughput [0-9.]+ replies/s in [0-9.]+ s"))
        .contains(" p50 p95 p99 max")
        .anyMatch(line -> line.matches("wait( [0-9.]+ ms){4}"))
        .anyMatch(line -> line.matches("work( [0-9.]+ ms){4}"))
        .anyMatch(line -> line.matches("total( [0-9.]+ ms){4}"));
  }

  @Test
  void loadTest_inJson_isOneObject() {
    Run run = dryRun("--rate=200", "--duration=0.1", "--json");

    assertThat(run.objects()).hasSize(1);
    JsonObject report = run.objects().get(0);
    assertThat(report.keySet())
        .containsExactly(
            "agents",
            "rate",
            "durationMillis",
            "concurrency",
            "queue",
            "tasks",
            "sent",
            "replied",
            "failed",
            "refused",
            "unfinished",
            "measuredMillis",
            "throughput",
            "lateMillis",
            "waitMillis",
            "workMillis",
            "totalMillis",
            "failures");
    assertThat(report.get("replied").getAsInt()).isEqualTo(20);
    assertThat(report.getAsJsonObject("workMillis").keySet())
        .containsExactly("p50", "p95", "p99", "max");
  }

  @Test
  void loadTest_ofAnUnknownAgent_sendsNothing() {
    Run run =
        Run.of("load-test", "--agent=nobody", new Folder(directory).withAgent("qa").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no agent 'nobody'");
  }

  @Test
  void loadTest_ofAFullQueue_countsRefusals() throws Exception {
    var refused = new CountDownLatch(1);
    Agent busy =
        (task, context) -> {
          refused.await();
          return Reply.of("done");
        };
    var out = new ByteArrayOutputStream();
    var terminal =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] text, int offset, int length) {
            if (new String(text, offset, length, UTF_8).contains("8 refused")) {
              refused.countDown();
            }
          }
        };

    int status =
        Staged.with(busy)
            .onATerminal(120)
            .run(
                out,
                terminal,
                "load-test",
                "--agent=qa",
                "--rate=100",
                "--duration=0.1",
                "--concurrency=1",
                "--queue=1");

    assertThat(status).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("ended       2 replied, 0 failed, 8 refused\n");
  }

  @Test
  void loadTest_ofFailures_countsThemByCode() throws Exception {
    Agent broken =
        (task, context) -> {
          throw new IllegalStateException("not for the screen");
        };

    Run run = Staged.with(broken).run("load-test", "--agent=qa", "--rate=100", "--duration=0.05");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .contains("EXECUTION_FAILED 5", "ended       0 replied, 5 failed, 0 refused");
    assertThat(run.out() + run.err()).doesNotContain("not for the screen");
  }

  @Test
  void loadTest_onATerminal_showsALiveLineAndTakesItAway() throws Exception {
    Run run =
        Staged.with(ECHO)
            .onATerminal(120)
            .run("load-test", "--agent=qa", "--rate=100", "--duration=0.05");

    assertThat(run.status()).isZero();
    assertThat(run.err()).startsWith("\r\u001b[K[").contains(" sent, ").endsWith("\r\u001b[K");
  }

  private Run dryRun(String... options) {
    var words = new String[options.length + 3];
    words[0] = "load-test";
    words[1] = "--agent=qa";
    System.arraycopy(options, 0, words, 2, options.length);
    words[words.length - 1] = new Folder(directory).withAgent("qa").toString();
    return Run.of(words);
  }
}
