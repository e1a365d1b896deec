package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.format.markdown.FrontMatter.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {

  private static String body(String file) {
    byte[] content = bytes(file);
    int offset = FrontMatter.of(content).bodyOffset();
    return new String(content, offset, content.length - offset, UTF_8);
  }

  private static String text(String file) {
    byte[] content = bytes(file);
    FrontMatter found = FrontMatter.of(content);
    assertThat(found.state()).isEqualTo(State.CLOSED);
    return new String(content, found.start(), found.length(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\na: b\n---\nBody",
        "\uFEFF---\na: b\n---\nBody",
        "--- \t\na: b\n---\t \nBody",
        "---\r\na: b\n---\r\nBody"
      })
  void of_fences_findsTextAndBody(String file) {
    assertThat(text(file)).isEqualTo("a: b\n");
    assertThat(body(file)).isEqualTo("Body");
  }

  @Test
  void of_body_trimsNothing() {
    assertThat(body("---\na: b\n---\n\n Body \n")).isEqualTo("\n Body \n");
    assertThat(body("---\na: b\n---")).isEmpty();
    assertThat(body("---\n---\n")).isEmpty();
  }

  @Test
  void of_dashesThatAreNoFence_goesOn() {
    assertThat(text("---\na: |\n  x\n  ---\n----\n--- x\n--\n-\n---\n"))
        .isEqualTo("a: |\n  x\n  ---\n----\n--- x\n--\n-\n");
  }

  @Test
  void of_crlf_leavesTheCarriageReturnWithItsLine() {
    assertThat(text("---\r\na: b\r\n---\r\nBody")).isEqualTo("a: b\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "--",
        "----\n",
        " ---\n",
        "\n---\n",
        "---x\n",
        "---\rname\r---\r",
        "--- \u00a0\n"
      })
  void of_otherFirstLine_isAbsent(String file) {
    assertThat(FrontMatter.of(bytes(file)).state()).isEqualTo(State.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"---", "---\n", "---\na: b\n", "---\na: b\n...\n", "---\na: b\n ---\n"})
  void of_noSecondFence_isUnclosed(String file) {
    assertThat(FrontMatter.of(bytes(file)).state()).isEqualTo(State.UNCLOSED);
  }

  @Test
  void of_noFrontMatter_beginsTheBodyAfterTheMark() {
    assertThat(body("\uFEFF# Role")).isEqualTo("# Role");
    assertThat(body("# Role")).isEqualTo("# Role");
  }
}
