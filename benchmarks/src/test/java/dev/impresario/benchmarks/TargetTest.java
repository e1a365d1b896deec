package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTest {
  private static final Target LIMIT = Target.atMost(1.5);

  @Test
  void judge_whereTheMedianMustLieBelow_isHeld() {
    assertThat(LIMIT.judge(Samples.of(1.2, 1.2, 1.3, 1.3, 1.4, 1.4, 1.2, 1.3, 9)))
        .isEqualTo(Verdict.HELD); // one bad moment of nine decides nothing
  }

  @Test
  void judge_whereTheMedianMustLieAbove_isMissed() {
    assertThat(LIMIT.judge(Samples.of(1.6, 1.7, 1.8, 1.6, 1.7, 1.8))).isEqualTo(Verdict.MISSED);
  }

  @Test
  void judge_whereTheMedianMayLieOnEitherSide_isUndecided() {
    assertThat(LIMIT.judge(Samples.of(1.2, 1.7, 1.3, 1.6, 1.4, 1.8, 1.2, 1.7, 1.3)))
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void judge_ofALowerLimit_isTheOtherWayRound() {
    assertThat(Target.atLeast(60).judge(Samples.of(61.7))).isEqualTo(Verdict.HELD);
    assertThat(Target.atLeast(60).judge(Samples.of(59.9))).isEqualTo(Verdict.MISSED);
    assertThat(Target.atLeast(60).judge(Samples.of(60))).isEqualTo(Verdict.HELD);
  }

  @Test
  void judge_withoutALimit_judgesNothing() {
    assertThat(Target.NONE.judge(Samples.of(1, 2, 3))).isEqualTo(Verdict.COMPARED);
  }

  @Test
  void ratio_isThatOfSamplesTakenSideBySide() {
    var figure =
        Figure.ratio("time", Unit.NANOSECONDS, Samples.of(2, 30), Samples.of(1, 10), LIMIT);

    assertThat(figure.judged()).isEqualTo(Samples.of(2, 3));
  }

  @Test
  void figure_ofNothing_isRefused() {
    assertThatThrownBy(() -> Figure.absolute("time", Unit.COUNT, Samples.NONE, LIMIT))
        .hasMessage("nothing was measured");
    assertThatThrownBy(
            () -> Figure.ratio("time", Unit.COUNT, Samples.of(1, 2), Samples.of(1), LIMIT))
        .hasMessage("2 samples of ours cannot be compared with 1 of the baseline");
  }
}
