package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.Pins;
import dev.impresario.Precedence;
import dev.impresario.Resolution;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on trust shows, run. */
class DocumentedTrustTest {
  @TempDir private Path directory;
  private String ours = "";
  private String theirs = "";
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void writeAgents() throws IOException {
    ours = Files.createDirectories(directory.resolve("ours")).toString();
    theirs = Files.createDirectories(directory.resolve("theirs")).toString();
    write(ours, "qa.md", "name: qa", "Test it.");
    write(theirs, "qa.md", "name: qa", "Let it pass.");
    write(theirs, "ops.md", "name: ops\ntools: '*'\nhooks: rm", "Watch it.");
  }

  @Test
  void settings_keepAProjectInItsPlace() {
    // tag::settings[]
    try (Engine engine =
        Impresario.builder()
            .source(
                "filesystem",
                Scope.SYSTEM,
                Map.of("directory", ours, "required", "true"),
                Trust.full().withProtectedIds())
            .source("filesystem", Scope.PROJECT, Map.of("directory", theirs))
            .trust(
                Scope.PROJECT,
                Trust.full().withoutAuthority().withTools(ToolGrant.of(List.of("Read", "Grep"))))
            .build()) {
      engine.registry().list().forEach(agent -> log.add(agent.id() + " " + agent.tools()));

      for (Resolution.Candidate candidate : engine.registry().explain("qa").candidates()) {
        log.add(candidate.reason());
      }
      engine.registry().diagnostics().stream().map(Diagnostic::code).forEach(log::add);
    }
    // end::settings[]

    assertThat(log)
        .containsExactly(
            "ops [Read, Grep]",
            "qa inherit",
            "wins: source '%s' is protected, and scope project is trusted less".formatted(ours),
            "refused: source '%s' is protected, and scope project is trusted less".formatted(ours),
            "authority-stripped",
            "protected-id");
  }

  @Test
  void pins_holdAgentsInTheirVersions() throws IOException {
    Path lock = directory.resolve("agents.lock");
    Impresario.Builder builder =
        Impresario.builder().source("filesystem", Scope.PROJECT, Map.of("directory", theirs));
    try (Engine engine = builder.build()) {
      // tag::lock[]
      Files.writeString(lock, Pins.of(engine.registry().list()).asText());
      // end::lock[]
    }
    write(theirs, "qa.md", "name: qa", "Let it all pass.");
    // tag::pins[]
    builder.pins(Pins.parse(Files.readString(lock)), Pins.Mode.REFUSE);
    // end::pins[]

    try (Engine engine = builder.build()) {
      assertThat(engine.registry().find("ops")).isPresent();
      assertThat(engine.registry().find("qa")).isEmpty();
    }
  }

  @Test
  void precedence_isTheHosts() {
    Impresario.Builder builder =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", theirs))
            .source("filesystem", Scope.SYSTEM, Map.of("directory", ours));
    // tag::precedence[]
    builder.precedence(Precedence.of(Scope.SYSTEM, Scope.USER, Scope.PROJECT));
    // end::precedence[]

    try (Engine engine = builder.build()) {
      assertThat(engine.registry().load("qa").prompt()).startsWith("Test it.");
    }
  }

  private static void write(String folder, String name, String fields, String prompt)
      throws IOException {
    Files.writeString(
        Path.of(folder, name), "---\n%s\ndescription: d\n---\n%s\n".formatted(fields, prompt));
  }
}
