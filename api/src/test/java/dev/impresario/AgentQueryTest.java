package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentQueryTest {
  private final AgentMetadata qa = Samples.metadata();

  @Test
  void all_always_matches() {
    assertThat(AgentQuery.all().matches(qa)).isTrue();
  }

  @Test
  void withType_always_comparesTheDeclaredType() {
    assertThat(AgentQuery.all().withType("reviewer").matches(qa)).isTrue();
    assertThat(AgentQuery.all().withType("Reviewer").matches(qa)).isFalse();
    assertThat(AgentQuery.all().withType("reviewer").matches(bare())).isFalse();
  }

  @Test
  void withScope_always_comparesTheScopeOfTheSource() {
    assertThat(AgentQuery.all().withScope(Scope.PROJECT).matches(qa)).isTrue();
    assertThat(AgentQuery.all().withScope(Scope.USER).matches(qa)).isFalse();
  }

  @Test
  void withSpecialization_always_needsTheWholeWord() {
    assertThat(AgentQuery.all().withSpecialization("testing").matches(qa)).isTrue();
    assertThat(AgentQuery.all().withSpecialization("test").matches(qa)).isFalse();
  }

  @Test
  void withModel_always_comparesTheDeclaredModel() {
    assertThat(AgentQuery.all().withModel("sonnet").matches(qa)).isTrue();
    assertThat(AgentQuery.all().withModel("opus").matches(qa)).isFalse();
    assertThat(AgentQuery.all().withModel("sonnet").matches(bare())).isFalse();
  }

  @Test
  void withTool_always_asksWhetherSomeUseIsGranted() {
    AgentQuery query = AgentQuery.all().withTool("Bash");

    assertThat(query.matches(granted(ToolGrant.inherit()))).isTrue();
    assertThat(query.matches(granted(ToolGrant.of(List.of("Bash(git:*)"))))).isTrue();
    assertThat(query.matches(granted(ToolGrant.of(List.of("B*"))))).isTrue();
    assertThat(query.matches(granted(ToolGrant.of(List.of("Read"))))).isFalse();
    assertThat(query.matches(granted(ToolGrant.inherit().without(List.of("Bash"))))).isFalse();
  }

  @Test
  void conditions_together_mustAllBeMet() {
    AgentQuery query = AgentQuery.all().withType("reviewer").withModel("sonnet");

    assertThat(query.matches(qa)).isTrue();
    assertThat(query.where(metadata -> metadata.id().startsWith("x")).matches(qa)).isFalse();
  }

  @Test
  void with_always_leavesTheQueryItWasCalledOnAsItWas() {
    AgentQuery query = AgentQuery.all();

    AgentQuery narrowed = query.withType("other");

    assertThat(narrowed.matches(qa)).isFalse();
    assertThat(query.matches(qa)).isTrue();
  }

  private static AgentMetadata granted(ToolGrant tools) {
    return Samples.metadata(tools, Map.of());
  }

  private static AgentMetadata bare() {
    return new AgentMetadata(
        "qa",
        "qa",
        "",
        null,
        Set.of(),
        ToolGrant.inherit(),
        null,
        Map.of(),
        Samples.ORIGIN,
        Samples.VERSION,
        false);
  }
}
