package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import dev.impresario.runtime.langchain4j.LangChain4jRuntime;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on models shows. */
class DocumentedModelsTest {
  @TempDir private Path directory;

  @Test
  void options_withoutTheKeyTheyName_failToBuild() {
    assertThatThrownBy(this::options)
        .hasMessageContaining("environment variable 'REVIEW_TEAM_KEY', which is not set");
  }

  private void options() throws InterruptedException {
    // tag::options[]
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", ".claude/agents"))
            .runtime(
                "langchain4j",
                Map.of(
                    "provider", "anthropic",
                    "api-key-env", "REVIEW_TEAM_KEY",
                    "model", "claude-sonnet-4-5",
                    "aliases", "opus=claude-opus-4-5, haiku=claude-haiku-4-5, *=claude-sonnet-4-5",
                    "fallbacks", "haiku"))
            .build()) {

      TaskResult result = engine.delegate(Task.of("code-reviewer", "Review the diff"));
      System.out.println(result.text());
    }
    // end::options[]
  }

  @Test
  void ownModelAndTools_areTaken() throws Exception {
    // tag::tools[]
    // what agents may do here: the name of a tool is what agent files call it
    record Workspace(Path root) {

      @Tool(name = "Read", value = "Returns a file's text.")
      String read(@P(name = "path", value = "below the workspace") String path) throws Exception {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
          throw new SecurityException("outside the workspace");
        }
        return Files.readString(file);
      }
    }
    // end::tools[]
    Files.writeString(directory.resolve("a.txt"), "text");
    ChatModel large = new ChatModel() {};
    ChatModel small = new ChatModel() {};
    Map<String, String> agents = Map.of("directory", directory.toString());
    // tag::own[]
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(large) // every agent's, whatever it asks for,
            .model("small", small) // except those that ask for this
            .fallbacks("small")
            .tools(new Workspace(directory));

    Impresario.Builder builder =
        Impresario.builder().source("filesystem", Scope.PROJECT, agents).runtime(runtime);
    // end::own[]

    try (Engine engine = builder.build()) {
      assertThat(engine.registry().list()).isEmpty();
    }
    assertThat(runtime.models()).containsExactlyInAnyOrder("default", "small");
    assertThat(new Workspace(directory).read("a.txt")).isEqualTo("text");
    assertThatThrownBy(() -> new Workspace(directory).read("../b.txt"))
        .isInstanceOf(SecurityException.class);
    assertThat(runtime).hasToString("LangChain4jRuntime[models=[default, small], tools=[Read]]");
  }
}
