package dev.impresario.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  @Test
  void main_listsTheAgents_andShowsWhatWouldBeSent() throws Exception {
    String printed = printedBy(() -> Quickstart.main(new String[] {"agents"}));

    assertThat(printed.lines().limit(2))
        .satisfiesExactly(
            first -> assertThat(first).matches("code-reviewer@[0-9a-f]{8} from agents/.*"),
            second -> assertThat(second).matches("test-writer@[0-9a-f]{8} from agents/.*"));
    assertThat(printed)
        .contains("dry-run: no model is configured, so nothing was sent.")
        .contains("You review one change at a time.")
        .endsWith("Review the diff" + System.lineSeparator());
  }

  private interface Program {
    void run() throws Exception;
  }

  private static String printedBy(Program program) throws Exception {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
