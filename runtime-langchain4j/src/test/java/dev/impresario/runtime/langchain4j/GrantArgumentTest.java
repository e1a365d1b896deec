package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.ToolGrant;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantArgumentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\":\"git status\"}",
        "{\"command\":\"git status\",\"timeout\":5,\"quiet\":true,\"env\":null}"
      })
  void of_oneText_isThatText(String arguments) {
    assertThat(argument(arguments)).isEqualTo("git status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\":\"git status\",\"then\":\"rm -r x\"}",
        "{\"command\":\"git status\",\"arguments\":[\"; rm -r x\"]}",
        "{\"command\":\"git status\",\"command\":\"rm -r x\"}",
        "{\"command\":\"git status\"} {\"command\":\"rm -r x\"}",
        "{\"command\":\"git status\"",
        "[\"git status\"]",
        "\"git status\"",
        "{\"count\":1}",
        "{}",
        ""
      })
  void of_anythingElse_isAllOfIt(String arguments) {
    assertThat(argument(arguments)).isEqualTo(arguments);
    assertThat(ToolGrant.of(List.of("Bash(git:*)")).allows("Bash", argument(arguments))).isFalse();
  }

  @Test
  void of_noArguments_isEmpty() {
    assertThat(GrantArgument.of(ToolExecutionRequest.builder().name("Bash").build())).isEmpty();
  }

  private static String argument(String arguments) {
    return GrantArgument.of(
        ToolExecutionRequest.builder().name("Bash").arguments(arguments).build());
  }
}
