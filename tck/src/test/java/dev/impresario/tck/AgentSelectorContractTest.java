package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.Ranking;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentSelectorContractTest {

  static final class Subject extends AgentSelectorContract {
    @Override
    protected AgentSelectorProvider provider() {
      return Planted.current(AgentSelectorProvider.class);
    }
  }

  @Test
  void selector_thatIsRight_passes() {
    Planted.run(Subject.class, new SharedWordsProvider()).assertPasses(AgentSelectorContract.class);
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForASelector_isToldOf() {
    var nothing = new SharedWordsProvider(() -> null);

    assertThat(Planted.run(Subject.class, nothing).failed())
        .hasSizeGreaterThan(10)
        .allSatisfy((rule, words) -> assertThat(words).contains("create(...) must return"));
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForARanking_isToldOf() {
    AgentSelector silent =
        new SharedWords() {
          @Override
          public Ranking rank(String work, int limit) {
            return null;
          }
        };

    assertThat(Planted.run(Subject.class, new SharedWordsProvider(() -> silent)).failed())
        .hasSizeGreaterThan(8)
        .allSatisfy((rule, words) -> assertThat(words).contains("rank(...) must give a ranking"));
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
        .containsExactlyInAnyOrderElementsOf(Planted.rules(AgentSelectorContract.class));
  }

  static Stream<Fault> faults() {
    return SelectorFaults.all().stream();
  }
}
