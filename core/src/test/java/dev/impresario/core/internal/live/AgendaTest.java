package dev.impresario.core.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMillis(100);

  private final Agenda agenda = new Agenda(INTERVAL, QUIET, at(0));

  @Test
  void withoutHints_aScanIsDueAfterTheInterval() {
    assertThat(wait(0)).isEqualTo(5_000);
    assertThat(wait(4_000)).isEqualTo(1_000);
    assertThat(wait(5_000)).isZero();
  }

  @Test
  void hint_makesAScanDue_whenItHasBeenQuiet() {
    agenda.hint(at(1_000));

    assertThat(wait(1_000)).isEqualTo(100);
    assertThat(wait(1_100)).isZero();
  }

  @Test
  void hint_isTheFirst_onlyOnceUntilTheNextScan() {
    assertThat(agenda.hint(at(1))).isTrue();
    assertThat(agenda.hint(at(2))).isFalse();

    agenda.begin();

    assertThat(agenda.hint(at(3))).isTrue();
  }

  @Test
  void hintsOfABurst_putTheScanOff() {
    agenda.hint(at(1_000));
    agenda.hint(at(1_090));

    assertThat(wait(1_100)).isEqualTo(90);
  }

  @Test
  void hintsWithoutEnd_putTheScanOff_byASecondAtMost() {
    for (int millis = 1_000; millis <= 1_990; millis += 10) {
      agenda.hint(at(millis));
    }

    assertThat(wait(1_990)).isEqualTo(10);
    assertThat(wait(2_000)).isZero();
  }

  @Test
  void hintDuringAScan_makesAnotherDue() {
    agenda.hint(at(1_000));
    agenda.begin();
    agenda.hint(at(1_105));
    agenda.end(at(1_100), at(1_110), false);

    assertThat(wait(1_110)).isEqualTo(95);
  }

  @Test
  void hintBeforeAScan_isAnsweredByIt() {
    agenda.hint(at(1_000));
    agenda.begin();
    agenda.end(at(1_100), at(1_100), false);

    assertThat(wait(1_100)).isEqualTo(5_000);
  }

  @Test
  void whatWasHeldBack_isLookedAtAgain_afterTheQuietPeriod() {
    agenda.begin();
    agenda.end(at(1_000), at(1_000), true);

    assertThat(wait(1_000)).isEqualTo(100);
  }

  @Test
  void whatWasHeldBack_isLookedAtAgain_afterASecond_howeverLongTheQuietPeriod() {
    var patient = new Agenda(INTERVAL, Duration.ofHours(1), at(0));
    patient.begin();
    patient.end(at(1_000), at(1_000), true);

    assertThat(millis(patient.nanosUntilDue(at(1_000)))).isEqualTo(1_000);
  }

  @Test
  void slowScan_isFollowedByARestAsLong() {
    agenda.begin();
    agenda.end(at(1_000), at(11_000), false);

    assertThat(wait(11_000)).isEqualTo(10_000);
    assertThat(wait(21_000)).isZero();
  }

  @Test
  void slowScan_isFollowedByAQuarterOfThatRest_whileAChangeIsKnown() {
    agenda.begin();
    agenda.end(at(1_000), at(5_000), true);
    agenda.hint(at(5_000));

    assertThat(wait(5_000)).isEqualTo(1_000);
    assertThat(wait(6_000)).isZero();
  }

  @Test
  void scanThatHung_isFollowedByAMinuteOfRest_atMost() {
    agenda.begin();
    agenda.end(at(0), at(3_600_000), false);

    assertThat(wait(3_600_000)).isEqualTo(60_000);
  }

  @Test
  void clockThatRunsOver_changesNothing() {
    var late = new Agenda(INTERVAL, QUIET, Long.MAX_VALUE);
    late.hint(Long.MAX_VALUE);

    assertThat(late.nanosUntilDue(Long.MIN_VALUE)).isEqualTo(QUIET.toNanos() - 1);
  }

  @Test
  void intervalWithoutEnd_isAYear() {
    var calm = new Agenda(Duration.ofSeconds(Long.MAX_VALUE), QUIET, at(0));

    assertThat(calm.nanosUntilDue(at(0))).isEqualTo(Duration.ofDays(365).toNanos());
  }

  private long wait(int millis) {
    return millis(agenda.nanosUntilDue(at(millis)));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private static long at(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
