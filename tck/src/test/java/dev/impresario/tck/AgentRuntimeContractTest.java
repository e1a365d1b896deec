package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentRuntimeContractTest {

  static final class Subject extends AgentRuntimeContract {
    @Override
    protected AgentRuntimeProvider provider() {
      return Planted.current(AgentRuntimeProvider.class);
    }
  }

  @Test
  void runtime_thatIsRight_passes() {
    Planted.run(Subject.class, new EchoRuntimeProvider()).assertPasses(AgentRuntimeContract.class);
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForARuntime_isToldOf() {
    var nothing = new EchoRuntimeProvider(() -> null);

    assertThat(Planted.run(Subject.class, nothing).failed())
        .hasSizeGreaterThan(10)
        .allSatisfy((rule, words) -> assertThat(words).contains("create(...) must make a runtime"));
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForAnAgent_isToldOf() {
    AgentRuntime none = definition -> null;

    assertThat(Planted.run(Subject.class, new EchoRuntimeProvider(() -> none)).failed())
        .hasSizeGreaterThan(8)
        .allSatisfy((rule, words) -> assertThat(words).contains("start(...) must give an agent"));
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForAReply_isToldOf() {
    AgentRuntime silent = definition -> (task, context) -> null;

    assertThat(Planted.run(Subject.class, new EchoRuntimeProvider(() -> silent)).failed())
        .hasSizeGreaterThan(5)
        .allSatisfy((rule, words) -> assertThat(words).contains("execute(...) must give a reply"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() {
    Set<String> shown = faults().map(Fault::rule).collect(Collectors.toSet());

    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(Planted.rules(AgentRuntimeContract.class));
  }

  static Stream<Fault> faults() {
    return Stream.of(RuntimeFaults.ofAgents(), RuntimeFaults.ofModels(), RuntimeFaults.ofTheEnd())
        .flatMap(List::stream);
  }
}
