package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolMethodsTest {

  /** Tools that a superclass has count too. */
  static class Base {
    @Tool
    void touch() {}
  }

  static final class Tools extends Base {
    @Tool(name = "greet")
    String greeting(
        @P(name = "who", value = "whom") String who,
        @P(name = "times", value = "how often", defaultValue = "2") int times,
        @P(name = "mark", value = "what follows") Optional<String> mark) {
      return (who + " ").repeat(times) + mark.orElse("!");
    }

    @Tool
    static String fail(@P(name = "why", value = "why") String why) throws IOException {
      throw new IOException(why);
    }
  }

  static final class Remembering {
    @Tool
    String recall(@ToolMemoryId String id) {
      return id;
    }
  }

  @Test
  void call_fillsDefaultsAndOptions() throws Exception {
    assertThat(call("greet", "{\"who\":\"you\"}")).isEqualTo("you you !");
    assertThat(call("greet", "{\"who\":\"you\",\"times\":1,\"mark\":\"?\"}")).isEqualTo("you ?");
    assertThat(call("touch", "")).isEqualTo("done");
  }

  @Test
  void call_throwsWhatTheMethodThrows() {
    assertThatThrownBy(() -> call("fail", "{\"why\":\"so\"}"))
        .isInstanceOf(IOException.class)
        .hasMessage("so");
  }

  @Test
  void of_withoutTools_throws() {
    assertThatThrownBy(() -> ToolMethods.of("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.String has no method with @Tool");
  }

  @Test
  void of_whatOnlyAnAiServiceCanFill_throws() {
    assertThatThrownBy(() -> ToolMethods.of(new Remembering()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Remembering.recall has a parameter that only LangChain4j's own");
  }

  private static String call(String tool, String arguments) throws Exception {
    HostTool found =
        ToolMethods.of(new Tools()).stream()
            .filter(each -> each.name().equals(tool))
            .findFirst()
            .orElseThrow();
    var request = ToolExecutionRequest.builder().name(tool).arguments(arguments).build();
    return found.action().execute(request, new FakeContext(Agents.qa()));
  }
}
