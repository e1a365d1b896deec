package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentSourceProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentSourceContractTest {

  static final class Subject extends AgentSourceContract {
    private final MemorySourceProvider provider =
        (MemorySourceProvider) Planted.current(AgentSourceProvider.class);
    private final MemoryPlace place = provider.newPlace();

    @Override
    protected AgentSourceProvider provider() {
      return provider;
    }

    @Override
    protected void store(Map<String, String> files) {
      place.store(files);
    }

    @Override
    protected boolean spoil(String path) {
      place.spoil(path);
      return true;
    }
  }

  @Test
  void source_thatIsRight_passes() {
    Planted.run(Subject.class, new MemorySourceProvider()).assertPasses(AgentSourceContract.class);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() {
    Set<String> shown = faults().map(Fault::rule).collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Planted.rules(AgentSourceContract.class));
  }

  static Stream<Fault> faults() {
    return Stream.of(
            SourceFaults.ofScans(),
            SourceFaults.ofRevisions(),
            SourceFaults.ofReads(),
            SourceFaults.ofThreadsAndLife())
        .flatMap(List::stream);
  }
}
