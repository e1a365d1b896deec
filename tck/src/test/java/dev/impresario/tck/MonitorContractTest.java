package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.MonitorProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorContractTest {

  static final class Subject extends MonitorContract {
    @Override
    protected MonitorProvider provider() {
      return Planted.current(MonitorProvider.class);
    }
  }

  @Test
  void monitor_thatIsRight_passes() {
    Planted.run(Subject.class, new SampleMonitorProvider()).assertPasses(MonitorContract.class);
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForAMonitor_isToldOf() {
    var nothing = new SampleMonitorProvider(() -> null);

    assertThat(Planted.run(Subject.class, nothing).failed())
        .hasSizeGreaterThan(10)
        .allSatisfy((rule, words) -> assertThat(words).contains("create(...) must make a monitor"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() {
    Set<String> shown = faults().map(Fault::rule).collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Planted.rules(MonitorContract.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " { } ", "{\"a\":1}", "{\"a\\n\\u00e9\" : [ -1.5e3 , true, {} ] }"})
  void json_thatIsAnObject_isTakenForOne(String text) {
    assertThat(Json.isObject(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "~~",
        "[]",
        "1",
        "{",
        "{} {}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\\x\":1}",
        "{\"a\":[1}",
        "{\"a\t\":1}"
      })
  void json_thatIsNoObject_isNotTakenForOne(String text) {
    assertThat(Json.isObject(text)).isFalse();
  }

  static Stream<Fault> faults() {
    return Stream.of(
            MonitorFaults.ofRecording(),
            MonitorFaults.ofOperations(),
            MonitorFaults.ofTracking(),
            MonitorFaults.ofReading())
        .flatMap(List::stream);
  }
}
