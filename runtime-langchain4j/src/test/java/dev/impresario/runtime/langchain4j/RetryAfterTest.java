package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void parse_seconds_isThatTime() {
    assertThat(RetryAfter.parse(" 20 ", NOW)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void parse_date_isTheTimeUntilThen() {
    assertThat(RetryAfter.parse("Fri, 2 Jan 2026 03:05:05 GMT", NOW))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void parse_absurdlyLong_isADay() {
    assertThat(RetryAfter.parse("999999999", NOW)).isEqualTo(Duration.ofDays(1));
    assertThat(RetryAfter.parse("Sun, 2 Jan 2146 03:05:05 GMT", NOW)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void parse_dateThatIsPast_isNoTime() {
    assertThat(RetryAfter.parse("Thu, 1 Jan 2026 03:05:05 GMT", NOW)).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "٣"})
  void parse_whatIsNeither_isNothing(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isNull();
  }
}
