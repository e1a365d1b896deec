package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.impresario.Health.Part;
import dev.impresario.Health.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  @Test
  void agentPolicy_withMethods_makeChangedCopies() {
    AgentPolicy policy =
        AgentPolicy.defaults()
            .withConcurrency(2)
            .withMaximumInstances(5)
            .withMinimumIdle(1)
            .withIdleTime(Duration.ofSeconds(9));

    assertThat(policy).isEqualTo(new AgentPolicy(2, 1, 5, Duration.ofSeconds(9)));
    assertThat(AgentPolicy.defaults().minimumIdle()).isZero();
  }

  @Test
  void agentPolicy_refusesWhatCannotBe() {
    AgentPolicy policy = AgentPolicy.defaults().withMaximumInstances(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withMinimumIdle(3))
        .withMessage("from 0 to 2 instances may be started ahead, not 3");
    assertThatIllegalArgumentException().isThrownBy(() -> policy.withMaximumInstances(0));
    assertThatIllegalArgumentException().isThrownBy(() -> policy.withConcurrency(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withIdleTime(Duration.ofSeconds(-1)));
  }

  @Test
  void health_isTheWorstOfItsParts() {
    var up = new Part("registry", Status.UP, "9 agents on offer");
    var degraded = new Part("tasks", Status.DEGRADED, "the queue is full");
    var down = new Part("engine", Status.DOWN, "it is closed");

    assertThat(Health.of(List.of()).status()).isEqualTo(Status.UP);
    assertThat(Health.of(List.of(degraded, up)).status()).isEqualTo(Status.DEGRADED);
    assertThat(Health.of(List.of(up, down, degraded)).status()).isEqualTo(Status.DOWN);
    assertThat(Health.of(List.of(up, down)).parts()).containsExactly(up, down);
  }

  @Test
  void performanceBudget_refusesALimitThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PerformanceBudget.failureRate("delegation", Double.NaN));
    assertThat(PerformanceBudget.p95("delegation", Duration.ofMillis(1)).limit()).isEqualTo(1e6);
  }
}
