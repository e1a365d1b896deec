package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

  @Test
  void unlimited_limitsNothing() {
    Budget budget = Budget.unlimited();

    assertThat(budget.tokens()).isEmpty();
    assertThat(budget.cost()).isEmpty();
    assertThat(budget.delegations()).isEmpty();
    assertThat(budget.time()).isEmpty();
    assertThat(budget)
        .hasToString(
            "Budget[tokens=unlimited, cost=unlimited, delegations=unlimited, time=unlimited]");
  }

  @Test
  void with_changesOnePartOfACopy() {
    Budget budget =
        Budget.unlimited()
            .withTokens(0)
            .withCost(new BigDecimal("2.50"))
            .withDelegations(5)
            .withTime(Duration.ofMinutes(1));

    assertThat(budget.tokens()).hasValue(0);
    assertThat(budget.cost()).contains(new BigDecimal("2.50"));
    assertThat(budget.delegations()).hasValue(5);
    assertThat(budget.time()).contains(Duration.ofMinutes(1));
    assertThat(budget).hasToString("Budget[tokens=0, cost=2.50, delegations=5, time=PT1M]");
    assertThat(Budget.unlimited().tokens()).isEmpty();
  }

  @Test
  void equals_takesCostsByTheirValue() {
    Budget one = Budget.unlimited().withCost(new BigDecimal("2.5"));

    assertThat(one)
        .isEqualTo(Budget.unlimited().withCost(new BigDecimal("2.500")))
        .hasSameHashCodeAs(Budget.unlimited().withCost(new BigDecimal("2.500")))
        .isNotEqualTo(one.withTokens(1))
        .isNotEqualTo(one.withDelegations(1))
        .isNotEqualTo(one.withTime(Duration.ZERO))
        .isNotEqualTo(Budget.unlimited());
  }

  @Test
  void with_aNegativeLimit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.unlimited().withTokens(-1))
        .withMessage("a budget's tokens must not be negative: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.unlimited().withDelegations(-1))
        .withMessage("a budget's delegations must not be negative: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.unlimited().withCost(new BigDecimal("-0.1")))
        .withMessage("a budget's cost must not be negative: -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.unlimited().withTime(Duration.ofNanos(-1)))
        .withMessageStartingWith("a budget's time must not be negative");
  }
}
