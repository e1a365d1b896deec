package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void defaults_areAsDocumented() {
    ModelPolicy policy = ModelPolicy.defaults();

    assertThat(policy.concurrency()).isEqualTo(Integer.MAX_VALUE);
    assertThat(policy.retry())
        .isEqualTo(new ModelPolicy.Retry(3, Duration.ofMillis(500), Duration.ofSeconds(30)));
    assertThat(policy.breaker())
        .isEqualTo(new ModelPolicy.Breaker(50, 20, Duration.ofSeconds(30), 3));
    assertThat(policy.rate()).isEmpty();
    assertThat(policy.price()).isEmpty();
  }

  @Test
  void with_changesOnePartOfACopy() {
    var retry = new ModelPolicy.Retry(1, SECOND, SECOND);
    var breaker = new ModelPolicy.Breaker(1, 1, SECOND, 1);
    Price price = Price.perMillion("1", "2", "3");

    ModelPolicy policy =
        ModelPolicy.defaults()
            .withConcurrency(2)
            .withRetry(retry)
            .withBreaker(breaker)
            .withRate(5, SECOND)
            .withPrice(price);

    assertThat(policy.concurrency()).isEqualTo(2);
    assertThat(policy.retry()).isEqualTo(retry);
    assertThat(policy.breaker()).isEqualTo(breaker);
    assertThat(policy.rate()).contains(new ModelPolicy.Rate(5, SECOND));
    assertThat(policy.price()).contains(price);
    assertThat(ModelPolicy.defaults().rate()).isEmpty();
  }

  @Test
  void parts_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPolicy.defaults().withConcurrency(0))
        .withMessage("concurrency must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Retry(0, SECOND, SECOND))
        .withMessage("there must be at least 1 attempt, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Retry(1, SECOND, Duration.ofMillis(999)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Retry(1, Duration.ZERO, SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Breaker(0, 1, SECOND, 1))
        .withMessage("1 to 100 percent, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Breaker(101, 1, SECOND, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Breaker(50, 1_001, SECOND, 1))
        .withMessage("there must be 1 to 1000 calls and probes, not 1001 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Breaker(50, 1, SECOND, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelPolicy.Breaker(50, 1, Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPolicy.defaults().withRate(0, SECOND))
        .withMessage("a rate has 1 to 1000000 calls in a period, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPolicy.defaults().withRate(1, Duration.ofNanos(999_999)))
        .withMessage("a rate's period is PT0.001S to PT24000H, not PT0.000999999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPolicy.defaults().withRate(1, Duration.ofDays(1_001)));
  }
}
