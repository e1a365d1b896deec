package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "0123456789abcdef".repeat(4);
  private static final String FIRST = "# impresario-lock 1\n";

  @Test
  void asText_isSorted_belowALineThatNamesTheFormat() {
    var pins = new Pins(Map.of("qa", A, "C# Expert", B));

    assertThat(pins.asText()).isEqualTo(FIRST + B + "  C# Expert\n" + A + "  qa\n");
  }

  @Test
  void parse_ofWhatWasWritten_isTheSame() {
    var pins =
        new Pins(
            Map.of("qa", A, "# no comment", B, "two  blanks", A, " 1 ", B, "プログラマ 👩", A, "%s", B));

    assertThat(Pins.parse(pins.asText())).isEqualTo(pins);
    assertThat(Pins.parse(new Pins(Map.of()).asText()).versions()).isEmpty();
  }

  @Test
  void parse_takesLinesThatEndWithCrlf() {
    assertThat(Pins.parse("# impresario-lock 1\r\n" + A + "  qa\r\n").versions())
        .isEqualTo(Map.of("qa", A));
  }

  @Test
  void anId_hasOneSpelling() {
    assertThat(Pins.parse(FIRST + A + "  re\u0301vise\n").versions()).containsOnlyKeys("révise");
  }

  @Test
  void of_pinsAgentsAsTheyAre() {
    AgentMetadata metadata = Samples.metadata();
    assertThat(metadata.version()).hasSize(64);

    assertThat(Pins.of(List.of(metadata)).versions())
        .isEqualTo(Map.of(metadata.id(), metadata.version()));
  }

  @Test
  void asText_namesTheFormat_ifItIsKnown() {
    var pins = new Pins(Map.of("qa", A, "ops", B), Map.of("qa", "claude"));

    assertThat(pins.asText()).isEqualTo(FIRST + B + "  ops\n" + A + "  qa\tclaude\n");
    assertThat(Pins.parse(pins.asText())).isEqualTo(pins);
  }

  @Test
  void matches_onlyWhatIsOfThePinnedVersionAndFormat() {
    AgentMetadata metadata = Samples.metadata();
    String id = metadata.id();

    assertThat(Pins.of(List.of(metadata)).matches(metadata)).isTrue();
    assertThat(new Pins(Map.of(id, metadata.version())).matches(metadata)).isTrue();
    assertThat(new Pins(Map.of(id, A)).matches(metadata)).isFalse();
    assertThat(new Pins(Map.of("other", metadata.version())).matches(metadata)).isFalse();
    assertThat(new Pins(Map.of(id, metadata.version()), Map.of(id, "odd")).matches(metadata))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          1, ''
          1, 'AAAA  qa~'
          1, '# impresario-lock 2~'
          1, '\uFEFF# impresario-lock 1~'
          1, '# impresario-lock 1'
          2, '# impresario-lock 1~AAAA  qa'
          2, '# impresario-lock 1~~AAAA  qa~'
          2, '# impresario-lock 1~# more~'
          2, '# impresario-lock 1~AAAA qa~'
          2, '# impresario-lock 1~AAAA\tqa~'
          2, '# impresario-lock 1~AAAA  \tclaude~'
          2, '# impresario-lock 1~AAAA  qa\t~'
          2, '# impresario-lock 1~AAAA  qa\tclaude\tmore~'
          2, '# impresario-lock 1~AAAA *qa~'
          2, '# impresario-lock 1~AAAA  ~'
          2, '# impresario-lock 1~AAAA   ~'
          2, '# impresario-lock 1~AAAA~'
          2, '# impresario-lock 1~aaaa  qa~'
          2, '# impresario-lock 1~UUUU  qa~'
          2, '# impresario-lock 1~AAAAa  qa~'
          2, '# impresario-lock 1~ AAAA  qa~'
          2, '# impresario-lock 1~AAAA  q\u200Ba~'
          2, '# impresario-lock 1~AAAA  q\ra~'
          3, '# impresario-lock 1~AAAA  qa~AAAA  qa~'
          3, '# impresario-lock 1~AAAA  é~AAAA  e\u0301~'
          3, '# impresario-lock 1~AAAA  qa~BBB~'
          """)
  void parse_ofAnythingElse_namesTheLine(int line, String text) {
    String written =
        text.replace("~", "\n")
            .replace("AAAA", A)
            .replace("UUUU", A.toUpperCase(java.util.Locale.ROOT));

    assertThatThrownBy(() -> Pins.parse(written))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("line %d of the lock file cannot be used: ".formatted(line));
  }

  @Test
  void pins_thatCouldNotBeWritten_cannotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pins(Map.of("qa", "1")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pins(Map.of("q\na", A)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pins(Map.of(" ", A)));
  }
}
