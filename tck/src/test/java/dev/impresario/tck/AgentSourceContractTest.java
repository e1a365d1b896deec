package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentSourceProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    @Override
    protected boolean remove() {
      place.remove();
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

  @Test
  void sourceThatHangs_isGivenUp_thoughItDoesNotListen() {
    Timeout timeout = AgentSourceContract.class.getAnnotation(Timeout.class); // inherited

    assertThat(timeout.threadMode()).isEqualTo(Timeout.ThreadMode.SEPARATE_THREAD);
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void sourceOfNulls_isTold_inTheWordsOfTheContract(MemorySourceProvider provider, String words) {
    var outcome = Planted.run(Subject.class, provider);

    assertThat(outcome.failed().values())
        .anySatisfy(message -> assertThat(message).contains(words))
        .noneMatch(message -> message.contains("NullPointerException"));
  }

  static Stream<Arguments> nulls() {
    return Stream.of(
        Arguments.of(SourceFaults.nothingMade(), "create(...) must return what it makes"),
        Arguments.of(SourceFaults.nothingScanned(), "scan() must return a scan"),
        Arguments.of(SourceFaults.nothingRead(), "read(...) must return bytes"));
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
