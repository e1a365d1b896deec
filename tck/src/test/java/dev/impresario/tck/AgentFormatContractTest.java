package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentFormatProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentFormatContractTest {

  static final class Subject extends AgentFormatContract {
    @Override
    protected AgentFormatProvider provider() {
      return Planted.current(AgentFormatProvider.class);
    }

    @Override
    protected String path(String id) {
      return "team/" + id + ".note";
    }

    @Override
    protected String example(String id, String prompt) {
      return "agent: " + id + "\nabout: prüft Code\ntools: [a, b]\n\n" + prompt;
    }
  }

  @Test
  void format_thatIsRight_passes() {
    Planted.run(Subject.class, new NoteFormatProvider()).assertPasses(AgentFormatContract.class);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() {
    Set<String> shown = faults().map(Fault::rule).collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Planted.rules(AgentFormatContract.class));
  }

  static Stream<Fault> faults() {
    return Stream.of(
            FormatFaults.ofWhatItSays(),
            FormatFaults.ofGoodFiles(),
            FormatFaults.ofThrowing(),
            FormatFaults.ofResults())
        .flatMap(List::stream);
  }
}
