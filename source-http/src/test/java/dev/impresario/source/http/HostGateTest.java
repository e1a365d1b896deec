package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostGateTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // overflows on the way
  private final HostGate gate = new HostGate("a:443", 2, Duration.ofNanos(10), now::get);

  @Test
  void enter_afterFailuresInARow_isRefusedForAWhile_thenOneIsLetIn() throws Exception {
    gate.failed(gate.enter());
    gate.failed(gate.enter());

    assertThatThrownBy(gate::enter)
        .hasMessage("host 'a:443' failed 2 times in a row and is left alone for a while");
    now.addAndGet(10);
    int probe = gate.enter();
    assertThatThrownBy(gate::enter).isInstanceOf(FetchFailure.class);
    gate.succeeded(probe);
    assertThat(gate.enter()).isEqualTo(probe);
  }

  @Test
  void enter_afterAProbeFailed_isRefusedAgain() throws Exception {
    gate.failed(gate.enter());
    gate.failed(gate.enter());
    now.addAndGet(10);
    gate.failed(gate.enter());

    assertThatThrownBy(gate::enter).isInstanceOf(FetchFailure.class);
  }

  @Test
  void enter_afterAProbeThatSaidNothing_letsTheNextTry() throws Exception {
    gate.failed(gate.enter());
    gate.failed(gate.enter());
    now.addAndGet(10);
    gate.left(gate.enter());

    gate.succeeded(gate.enter());
    gate.enter();
    gate.enter();
  }

  @Test
  void failed_ofWhatBeganBeforeItShut_countsForNothing() throws Exception {
    int late = gate.enter();
    int later = gate.enter();
    gate.failed(gate.enter());
    gate.failed(gate.enter());
    now.addAndGet(10);
    int probe = gate.enter();

    gate.failed(late);
    gate.succeeded(later);

    assertThatThrownBy(gate::enter).isInstanceOf(FetchFailure.class);
    gate.succeeded(probe);
    gate.enter();
  }

  @Test
  void succeeded_inBetween_startsTheCountAnew() throws Exception {
    gate.failed(gate.enter());
    gate.succeeded(gate.enter());
    gate.failed(gate.enter());

    gate.enter();
  }

  @Test
  void leaveAlone_refusesUntilThen_andSaysHowLong() throws Exception {
    gate.leaveAlone(20);
    gate.leaveAlone(5);

    assertThatThrownBy(gate::enter)
        .hasMessage("host 'a:443' asked to be left alone")
        .extracting("retryAfter")
        .isEqualTo(20L);
    now.addAndGet(20);
    gate.enter();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|5",
        " 0 |0",
        "99999|3600",
        "9999999999|0",
        "-1|0",
        "soon|0",
        "5,6|0",
        "Thu, 01 Jan 2026 00:01:00 GMT|60",
        "Wed, 31 Dec 2025 00:00:00 GMT|0",
        "Fri, 01 Jan 2027 00:00:00 GMT|3600"
      })
  void retryAfter_isSecondsOrADate_andAtMostAnHour(String text, long seconds) {
    assertThat(RetryAfter.nanos(text, Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo(Duration.ofSeconds(seconds).toNanos());
  }
}
