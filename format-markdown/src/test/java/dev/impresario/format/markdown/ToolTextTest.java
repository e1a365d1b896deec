package dev.impresario.format.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTextTest {

  @Test
  void split_atCommas_keepsBlanksInNames() {
    assertThat(ToolText.split(" Read , search issues,Bash "))
        .hasValue(List.of("Read", "search issues", "Bash"));
  }

  @Test
  void split_withoutComma_isAtWhiteSpace() {
    assertThat(ToolText.split("  Read \t Bash\nGrep ")).hasValue(List.of("Read", "Bash", "Grep"));
  }

  @Test
  void split_neverCutsBracketsOrQuotes() {
    assertThat(ToolText.split("Bash(git log, git diff) Read"))
        .hasValue(List.of("Bash(git log, git diff)", "Read"));
    assertThat(ToolText.split("A([{x, y}]), \"b, c\", 'd, )'"))
        .hasValue(List.of("A([{x, y}])", "\"b, c\"", "'d, )'"));
  }

  @Test
  void split_ofEmptyItems_keepsThemForTheCallerToRefuse() {
    assertThat(ToolText.split("Read,,Bash,")).hasValue(List.of("Read", "", "Bash", ""));
  }

  @Test
  void split_ofNothing_isNothing() {
    assertThat(ToolText.split("  ")).hasValue(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bash(git, Read", "Bash)", "Bash(x], Read", "\"Read", "Bash(\")", "{Read"})
  void split_ofWhatIsNotBalanced_isEmpty(String text) {
    assertThat(ToolText.split(text)).isEmpty();
  }
}
