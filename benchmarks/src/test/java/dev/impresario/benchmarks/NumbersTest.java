package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0.0012,0.0012",
    "0.123,0.12",
    "1,1",
    "1.5,1.5",
    "9.999,10",
    "25.14,25.1",
    "100,100",
    "643210,'643,210'"
  })
  void digits_showThreeThatCount(double value, String text) {
    assertThat(Numbers.digits(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "12.34,NANOSECONDS,12.3 ns",
    "999.7,NANOSECONDS,1 us",
    "25100000,NANOSECONDS,25.1 ms",
    "8300000000000,NANOSECONDS,'8,300 s'",
    "0,BYTES,0 B",
    "24000,BYTES,24 kB",
    "61.7,PERCENT,61.7 %",
    "3,COUNT,3"
  })
  void one_choosesTheUnit(double value, Unit unit, String text) {
    assertThat(Numbers.one(value, unit)).isEqualTo(text);
  }
}
