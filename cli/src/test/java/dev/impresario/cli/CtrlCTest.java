package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts programs as a terminal does: in processes of their own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read does not end
@DisabledOnOs(OS.WINDOWS) // has no signals to send
class CtrlCTest {
  private static final String TASK = "{\"agent\": \"qa\", \"input\": \"Test\"}\n";

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void ctrlC_duringATask_cancelsIt() throws Exception {
    Process program = start("run", "qa", "Test");
    BufferedReader err = program.errorReader(UTF_8);
    readUntil(err, "begun");

    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(program.inputReader(UTF_8).lines()).containsExactly("begun");
    assertThat(err.lines()).singleElement().asString().contains("for agent 'qa' was cancelled");
  }

  @Test
  void ctrlC_whileATaskIsBeingSubmitted_cancelsIt() throws Exception {
    Process program = start("submitting");
    BufferedReader err = program.errorReader(UTF_8);
    readUntil(err, "begun");

    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(err.lines()).anyMatch(line -> line.contains("for agent 'qa' was cancelled"));
  }

  @Test
  void ctrlC_duringTasks_tellsHowEachEnded() throws Exception {
    Path tasks = Files.writeString(directory.resolve("tasks.jsonl"), TASK.repeat(100));
    Process program = start("run", "--concurrency", "1", "--tasks", tasks.toString());
    BufferedReader err = program.errorReader(UTF_8);
    readUntil(err, "begun");

    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(program.inputReader(UTF_8).lines())
        .hasSizeBetween(1, 2)
        .allMatch(line -> line.contains("\"CANCELLED\""));
    assertThat(err.lines()).anyMatch(line -> line.matches("(1 task|2 tasks), [12] failed"));
  }

  @Test
  void ctrlC_duringALoadTest_tellsWhatWasMeasuredSoFar() throws Exception {
    Process program =
        start(
            "load-test", "--agent=qa", "--rate=10", "--duration=600", "--concurrency=1", "--json");
    BufferedReader err = program.errorReader(UTF_8);
    readUntil(err, "begun");

    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(program.inputReader(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("\"replied\":0,\"failed\":0,\"refused\":0,\"unfinished\":")
        .doesNotContain("\"unfinished\":0");
    assertThat(err.lines()).isEmpty();
  }

  @Test
  void ctrlC_whileWatching_endsIt() throws Exception {
    Folder agents = new Folder(directory).withAgent("qa");
    Process program = start("watch", agents.toString());
    BufferedReader out = program.inputReader(UTF_8);
    readUntil(out, "watching 1 agent, no findings; Ctrl-C ends it");

    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(out.lines()).isEmpty();
    assertThat(program.errorReader(UTF_8).lines()).isEmpty();
  }

  @Test
  void ctrlC_twice_endsAtOnce() throws Exception {
    Process program = start("stubborn");
    BufferedReader err = program.errorReader(UTF_8);
    readUntil(err, "begun");

    interrupt(program);
    readUntil(err, "heard");
    interrupt(program);

    assertThat(program.waitFor()).isEqualTo(130);
  }

  private Process start(String... args) throws Exception {
    var command = new ArrayList<>(hearing());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), Interruptible.class.getName()));
    command.addAll(List.of(args));
    Process program = new ProcessBuilder(command).start();
    started.add(program);
    return program;
  }

  /**
   * Returns what makes a program hear the interrupt: whatever a background job of a shell starts is
   * deaf to it, this test perhaps among it.
   */
  private static List<String> hearing() throws Exception {
    List<String> prefix = List.of("env", "--default-signal=INT");
    var command = new ArrayList<>(prefix);
    command.add("true");
    boolean known = new ProcessBuilder(command).start().waitFor() == 0; // not by every env
    return known ? prefix : List.of();
  }

  /** What this test sees, wherever its classes are kept. */
  private static String classPath() {
    return Stream.of(
            "target/test-classes",
            "target/classes",
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void readUntil(BufferedReader reader, String line) throws Exception {
    for (String read = reader.readLine(); !line.equals(read); read = reader.readLine()) {
      assertThat(read).as("the output ended before '%s'", line).isNotNull();
    }
  }

  private static void interrupt(Process program) throws Exception {
    var kill = new ProcessBuilder("kill", "-INT", Long.toString(program.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
