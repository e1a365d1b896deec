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

  /** One whose author thinks of English only. */
  static final class AsciiSubject extends AgentFormatContract {
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
      return "agent: " + id + "\nabout: reviews code\n\n" + prompt;
    }
  }

  /** One whose format has ids in upper case only. */
  static final class UpperCaseSubject extends AgentFormatContract {
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
      return "agent: " + id + "\nabout: prüft Code\n\n" + prompt;
    }

    @Override
    protected List<String> ids() {
      return List.of("QA", "CODE-REVIEWER");
    }
  }

  @Test
  void format_thatIsRight_passes() {
    Planted.run(Subject.class, new NoteFormatProvider()).assertPasses(AgentFormatContract.class);
  }

  @Test
  void format_withIdsInUpperCaseOnly_passes() {
    var provider =
        new NoteFormatProvider(format -> format.soundId = id -> id.matches("[A-Z-]{1,1000}"));

    Planted.run(UpperCaseSubject.class, provider).assertPasses(AgentFormatContract.class);
  }

  @Test
  void exampleInAsciiOnly_whereIdsMayBeOfOtherLetters_isEnough() {
    Planted.run(AsciiSubject.class, new NoteFormatProvider())
        .assertPasses(AgentFormatContract.class);
    Planted.run(
            AsciiSubject.class,
            new NoteFormatProvider(
                format -> FormatFaults.changeOffset(format, FormatFaults::inCharacters)))
        .assertFailsJust("parse_ofAnExample_findsWhereThePromptBegins", "not character");
  }

  @Test
  void exampleInAsciiOnly_whereIdsAreOfAsciiToo_isRefused() {
    var provider =
        new NoteFormatProvider(format -> format.soundId = id -> id.matches("[a-z-]{1,1000}"));

    Planted.run(AsciiSubject.class, provider)
        .assertFailsJust("parse_ofAnExample_findsWhereThePromptBegins", "a character beyond ASCII");
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForAFormat_isToldOf() {
    var nothing = new NoteFormatProvider(() -> null);

    assertThat(Planted.run(Subject.class, nothing).failed())
        .hasSizeGreaterThan(10)
        .allSatisfy((rule, words) -> assertThat(words).contains("create(...) must make a format"));
  }

  @Test
  @SuppressWarnings("NullAway") // which is the fault
  void nullForWhatWasParsed_isToldOf() {
    var provider = new NoteFormatProvider(format -> format.parsing = (path, content) -> null);

    assertThat(Planted.run(Subject.class, provider).failed().values())
        .hasSizeGreaterThan(3)
        .noneMatch(words -> words.contains("NullPointerException"));
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
