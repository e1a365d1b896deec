package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

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
