package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundledAgentsTest {
  private Engine engine;

  @BeforeEach
  void open() {
    engine =
        Engines.demonstrating(ArgumentParser.parse(new String[] {"demo"}), DemoCommand.BUNDLED);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void list_holdsTheNine() {
    assertThat(engine.registry().list())
        .extracting(AgentMetadata::id)
        .containsExactly(
            "data-engineer",
            "documentation",
            "engineer",
            "ops",
            "qa",
            "research",
            "security",
            "ticketing",
            "version-control");
  }

  @Test
  void lint_findsNothing() {
    assertThat(engine.registry().diagnostics()).isEmpty();
  }

  @Test
  void each_saysWhenToUseItAndWithWhichTools() {
    assertThat(engine.registry().list())
        .allSatisfy(
            agent -> {
              assertThat(agent.description()).contains("Use it");
              assertThat(agent.tools().allowed())
                  .hasValueSatisfying(t -> assertThat(t).isNotEmpty());
              assertThat(agent.specializations()).hasSizeGreaterThan(2);
              assertThat(agent.model()).isNotNull();
            });
  }

  @Test
  void each_hasAPromptOfOneScreen() {
    assertThat(engine.registry().list())
        .extracting(agent -> engine.registry().load(agent.id()))
        .extracting(AgentDefinition::prompt)
        .allSatisfy(prompt -> assertThat(prompt.lines().count()).isBetween(25L, 60L));
  }
}
