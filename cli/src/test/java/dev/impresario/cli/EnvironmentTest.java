package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  @Test
  void of_terminal_hasItsWidthAndColours() {
    Environment environment = environment("132", Map.of("TERM", "xterm"));

    assertThat(environment).isEqualTo(new Environment(Path.of(""), Path.of("home"), 132, true, 0));
  }

  @Test
  void of_pipe_is100ColumnsWideWithoutColours() {
    Environment environment =
        Environment.of(Map.of("user.home", "home")::get, Map.<String, String>of()::get);

    assertThat(environment).isEqualTo(new Environment(Path.of(""), Path.of("home"), 100, false, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "wide", "99999999999"})
  void of_noWidth_isAsWithoutTerminal(String columns) {
    Environment environment = environment(columns, Map.of());

    assertThat(environment.columns()).isEqualTo(100);
    assertThat(environment.colors()).isFalse();
  }

  @Test
  void of_widthBeyondUse_isBounded() {
    assertThat(environment("3", Map.of()).columns()).isEqualTo(20);
    assertThat(environment("99999", Map.of()).columns()).isEqualTo(1_000);
  }

  @Test
  void of_noColor_turnsColoursOff() {
    assertThat(environment("80", Map.of("NO_COLOR", "1")).colors()).isFalse();
    assertThat(environment("80", Map.of("NO_COLOR", "")).colors()).isTrue();
  }

  @Test
  void of_dumbTerminal_turnsColoursOff() {
    assertThat(environment("80", Map.of("TERM", "dumb")).colors()).isFalse();
  }

  @Test
  void of_standardErrorThatIsATerminal_hasProgress() {
    var properties = Map.of("user.home", "home", "impresario.progress", "72");

    assertThat(Environment.of(properties::get, Map.of("TERM", "xterm")::get).progressColumns())
        .isEqualTo(72);
    assertThat(Environment.of(properties::get, Map.of("TERM", "dumb")::get).progressColumns())
        .isZero();
  }

  private static Environment environment(String columns, Map<String, String> variables) {
    return Environment.of(
        Map.of("user.home", "home", "impresario.columns", columns)::get, variables::get);
  }
}
