package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "qa, qa, true",
    "qa, qa2, false",
    "q?, qa, true",
    "q?, q, false",
    "*, anything, true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "qa*, qa-lead, true",
    "*-lead, qa-lead, true",
    "*-lead, qa-leader, false",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "[a], a, false",
    "[a], [a], true",
    "a.b, axb, false",
  })
  void matches_asAReaderWouldSay(String glob, String text, boolean expected) {
    assertThat(Glob.matches(glob, text)).isEqualTo(expected);
  }

  @Test
  void matches_ofAHostileGlob_ends() {
    assertThat(Glob.matches("*a".repeat(500) + "b", "a".repeat(5_000))).isFalse();
  }
}
