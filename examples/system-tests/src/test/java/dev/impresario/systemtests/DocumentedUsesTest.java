package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentDefinition;
import dev.impresario.Engine;
import dev.impresario.PromptCache;
import dev.impresario.RegistryChange;
import dev.impresario.Reply;
import dev.impresario.Resolution;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows, run: its snippets are the tagged lines here. */
class DocumentedUsesTest {
  private static final Model model = (prompt, input) -> prompt.strip() + " <- " + input;

  private interface Model {
    String chat(String prompt, String input);
  }

  @TempDir private Path directory;
  private Map<String, String> agents = Map.of();
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void writeAgents() throws Exception {
    agents = Map.of("directory", directory.toString());
    write("qa.md", "qa", "Test it.");
  }

  @Test
  void runtime() throws Exception {
    // tag::runtime[]
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, agents)
            .runtime(
                definition ->
                    (task, context) -> Reply.of(model.chat(definition.prompt(), task.input())))
            .build()) {

      TaskResult result = engine.delegate(Task.of("qa", "Test the login"));

      if (result instanceof TaskResult.Failure failure) {
        log.add(failure.code() + ": " + failure.message());
      } else {
        log.add(result.text());
      }
    }
    // end::runtime[]

    assertThat(log).containsExactly("Test it. <- Test the login");
  }

  @Test
  void refresh() throws Exception {
    try (Engine engine = Impresario.builder().source("filesystem", Scope.PROJECT, agents).build()) {
      engine.registry().list();
      write("ops.md", "ops", "Watch it.");
      // tag::refresh[]
      RegistryChange change = engine.registry().refresh();
      if (!change.isEmpty()) {
        log.add(
            "added %s, changed %s, removed %s"
                .formatted(change.added(), change.changed(), change.removed()));
      }
      // end::refresh[]
    }

    assertThat(log).containsExactly("added [ops], changed [], removed []");
  }

  @Test
  void explain() throws Exception {
    Path user = Files.createDirectories(directory.resolve("home"));
    Files.writeString(user.resolve("mine.md"), "---\nname: qa\ndescription: d\n---\nMy own.\n");
    Map<String, String> project = Map.of("directory", directory.toString(), "exclude", "home/**");
    Map<String, String> home = Map.of("directory", user.toString());
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.USER, home)
            .source("filesystem", Scope.PROJECT, project)
            .build()) {
      // tag::explain[]
      Resolution resolution = engine.registry().explain("qa");
      for (Resolution.Candidate candidate : resolution.candidates()) {
        log.add(candidate.metadata().origin().path() + " " + candidate.reason());
      }
      // end::explain[]
    }

    assertThat(log)
        .containsExactly(
            "qa.md wins: scope project comes before scope user (project-first)",
            "mine.md shadowed: scope project comes before scope user (project-first)");
  }

  @Test
  void sharedCache() {
    // tag::shared-cache[]
    try (PromptCache shared = Impresario.builder().promptCacheBytes(16 << 20).buildPromptCache();
        Engine one =
            Impresario.builder()
                .source("filesystem", Scope.PROJECT, agents)
                .prompts(shared)
                .build();
        Engine other =
            Impresario.builder().source("filesystem", Scope.USER, agents).prompts(shared).build()) {
      shared.preload(List.of("qa"));

      AgentDefinition mine = one.registry().load("qa");
      AgentDefinition yours = other.registry().load("qa"); // the very same prompt
      // end::shared-cache[]

      assertThat(mine.prompt()).isSameAs(yours.prompt());
      assertThat(shared.stats().loads()).isEqualTo(1);
    }
  }

  private void write(String file, String name, String prompt) throws Exception {
    String content = "---\nname: %s\ndescription: d\n---\n%s\n".formatted(name, prompt);
    Files.writeString(directory.resolve(file), content);
  }
}
