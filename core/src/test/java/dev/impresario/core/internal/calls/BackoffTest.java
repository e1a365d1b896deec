package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final ModelCallException overloaded =
      ModelCallException.passing("model 'x' is overloaded", null);

  private static Backoff.Attempts attempts(int attempts, Duration first, Duration longest) {
    return new Backoff("x", new ModelPolicy.Retry(attempts, first, longest)).begin();
  }

  @Test
  void waitAfter_doubles_giveOrTakeHalf_upToTheLongest() {
    for (int i = 0; i < 200; i++) {
      var attempts = attempts(6, Duration.ofSeconds(1), Duration.ofSeconds(5));

      assertThat(seconds(attempts)).isBetween(0.5, 1.502);
      assertThat(seconds(attempts)).isBetween(1.0, 3.002);
      assertThat(seconds(attempts)).isBetween(2.0, 5.0);
      assertThat(seconds(attempts)).isBetween(2.5, 5.0);
      assertThat(seconds(attempts)).isBetween(2.5, 5.0);
    }
  }

  @Test
  void waitAfter_differsFromCallToCall() {
    long different =
        LongStream.generate(
                () ->
                    attempts(2, Duration.ofSeconds(10), Duration.ofSeconds(60))
                        .waitAfter(overloaded, HOUR))
            .limit(50)
            .distinct()
            .count();

    assertThat(different).isGreaterThan(10);
  }

  private double seconds(Backoff.Attempts attempts) {
    return attempts.waitAfter(overloaded, HOUR) / 1e9;
  }

  @Test
  void waitAfter_theLastAttempt_throwsTheFailureItself() {
    var attempts = attempts(2, Duration.ofSeconds(1), Duration.ofSeconds(5));
    attempts.waitAfter(overloaded, HOUR);

    assertThatThrownBy(() -> attempts.waitAfter(overloaded, HOUR)).isSameAs(overloaded);
  }

  @Test
  void waitAfter_aLastingFailure_throwsTheFailureItself() {
    var wrongKey = ModelCallException.lasting("model 'x' does not know the key", null);
    var attempts = attempts(2, Duration.ofSeconds(1), Duration.ofSeconds(5));

    assertThatThrownBy(() -> attempts.waitAfter(wrongKey, HOUR)).isSameAs(wrongKey);
  }

  @Test
  void waitAfter_whatTheModelAsksFor_isTheLongerOfTheTwo() {
    var asks = ModelCallException.passing("busy", Duration.ofSeconds(20), null);
    var asksLittle = ModelCallException.passing("busy", Duration.ofNanos(1), null);

    assertThat(attempts(2, Duration.ofSeconds(1), Duration.ofSeconds(30)).waitAfter(asks, HOUR))
        .isEqualTo(Duration.ofSeconds(20).toNanos());
    assertThat(
            attempts(2, Duration.ofSeconds(1), Duration.ofSeconds(30)).waitAfter(asksLittle, HOUR))
        .isGreaterThanOrEqualTo(Duration.ofMillis(500).toNanos());
  }

  @Test
  void waitAfter_aModelThatAsksForMoreThanTheLongest_givesUpAndSaysSo() {
    var asks = ModelCallException.passing("model 'x' is overloaded", Duration.ofMinutes(2), null);
    var attempts = attempts(3, Duration.ofSeconds(1), Duration.ofSeconds(30));

    assertThatThrownBy(() -> attempts.waitAfter(asks, HOUR))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> {
              assertThat(e.retryable()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofMinutes(2));
            })
        .hasMessage(
            "model 'x' is overloaded; not tried again: the model asks to be left alone for 120 s,"
                + " and at most 30 s are waited for; try again later, or raise it with"
                + " ModelPolicy.withRetry")
        .hasCause(asks);
  }

  @Test
  void waitAfter_whenTheTaskHasLessTimeLeft_givesUpAndSaysSo() {
    var asks = ModelCallException.passing("model 'x' is overloaded", Duration.ofSeconds(20), null);
    var attempts = attempts(3, Duration.ofSeconds(1), Duration.ofSeconds(30));

    assertThatThrownBy(() -> attempts.waitAfter(asks, Duration.ofSeconds(7)))
        .hasMessage(
            "model 'x' is overloaded; not tried again: the next attempt would be in 20 s, and the"
                + " task has 7 s left; try again later, or give it a longer timeout")
        .hasCause(asks);
  }

  @Test
  void waitAfter_theShortestAndLongestTimes_doesNotOverflow() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    var shortest = attempts(2, Duration.ofNanos(1), Duration.ofNanos(1));
    var longest = attempts(60, Duration.ofDays(1), forEver);

    assertThat(shortest.waitAfter(overloaded, HOUR)).isEqualTo(Duration.ofMillis(1).toNanos());
    assertThatCode(
            () -> {
              for (int i = 0; i < 59; i++) {
                assertThat(longest.waitAfter(overloaded, forEver)).isPositive();
              }
            })
        .doesNotThrowAnyException();
  }
}
