package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskTest {

  @Test
  void of_always_makesATaskWithoutAttributes() {
    Task task = Task.of("qa", "Test the login");

    assertThat(task.agent()).isEqualTo("qa");
    assertThat(task.input()).isEqualTo("Test the login");
    assertThat(task.attributes()).isEmpty();
  }

  @Test
  void of_always_givesAnIdOfItsOwn() {
    long different =
        Stream.generate(() -> Task.of("qa", "x").id()).limit(10_000).distinct().count();

    assertThat(different).isEqualTo(10_000);
    assertThat(Task.of("qa", "x").id()).matches("[0-9a-f]{16}");
  }

  @Test
  void of_whenTheInputIsBlank_leavesTheVerdictToTheEngine() {
    assertThat(Task.of("", " ").input()).isEqualTo(" ");
  }

  @Test
  void withId_always_changesNothingElse() {
    Task task = Task.of("qa", "x").withAttribute("ticket", "7");

    Task renamed = task.withId("order-7");

    assertThat(renamed.id()).isEqualTo("order-7");
    assertThat(renamed.agent()).isEqualTo("qa");
    assertThat(renamed.input()).isEqualTo("x");
    assertThat(renamed.attributes()).containsEntry("ticket", "7");
    assertThat(task.id()).isNotEqualTo("order-7");
  }

  @Test
  void withAttribute_always_makesAChangedCopyInTheOrderOfTheCalls() {
    Task task = Task.of("qa", "x");

    Task extended = task.withAttribute("z", "1").withAttribute("a", "2").withAttribute("z", "3");

    assertThat(extended.id()).isEqualTo(task.id());
    assertThat(extended.attributes().toString()).isEqualTo("{z=3, a=2}");
    assertThat(task.attributes()).isEmpty();
    assertThatThrownBy(() -> extended.attributes().put("b", "4"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // the very thing under test
  void parts_whenNull_areRefusedByName() {
    Task task = Task.of("qa", "x");

    assertThatNullPointerException().isThrownBy(() -> Task.of(null, "x")).withMessage("agent");
    assertThatNullPointerException().isThrownBy(() -> Task.of("qa", null)).withMessage("input");
    assertThatNullPointerException().isThrownBy(() -> task.withId(null)).withMessage("id");
    assertThatNullPointerException()
        .isThrownBy(() -> task.withAttribute(null, "v"))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> task.withAttribute("n", null))
        .withMessage("value");
  }

  @Test
  void toString_always_showsIdAgentAndSizeAlone() {
    Task task = Task.of("q\na", "a secret").withId("t\u001b1").withAttribute("password", "hunter2");

    assertThat(task).hasToString("Task[t\\u001b1 for 'q\\u000aa', 8 chars]");
  }

  @Test
  void of_always_isNormalAndWithoutLimits() {
    Task task = Task.of("qa", "x");

    assertThat(task.priority()).isEqualTo(Task.NORMAL);
    assertThat(task.timeout()).isEmpty();
    assertThat(task.budget()).isEqualTo(Budget.unlimited());
    assertThat(task.parent()).isEmpty();
    assertThat(task.depth()).isZero();
  }

  @Test
  void withMethods_always_makeChangedCopies() {
    Task task = Task.of("qa", "x");

    Task changed =
        task.withPriority(0)
            .withTimeout(Duration.ofSeconds(3))
            .withBudget(Budget.unlimited().withTokens(7))
            .withInput("y");

    assertThat(changed.priority()).isZero();
    assertThat(changed.timeout()).contains(Duration.ofSeconds(3));
    assertThat(changed.budget().tokens()).hasValue(7);
    assertThat(changed.input()).isEqualTo("y");
    assertThat(changed.id()).isEqualTo(task.id());
    assertThat(task.priority()).isEqualTo(Task.NORMAL);
    assertThat(task.input()).isEqualTo("x");
  }

  @Test
  void withMethods_refuseWhatIsNoPriorityAndNoTimeout() {
    Task task = Task.of("qa", "x");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.withPriority(10))
        .withMessage("a priority is a number from 0 (most urgent) to 9, not 10");
    assertThatIllegalArgumentException().isThrownBy(() -> task.withPriority(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> task.withTimeout(Duration.ZERO));
  }

  @Test
  void childOf_isOneDeeper_asUrgentIfItSaysNothing_andNeverMoreUrgent() {
    Task parent = Task.of("qa", "x").withPriority(3);

    Task silent = Task.of("dev", "y").childOf(parent);
    Task pushy = Task.of("dev", "y").withPriority(0).childOf(parent);
    Task modest = Task.of("dev", "y").withPriority(8).childOf(parent);

    assertThat(silent.priority()).isEqualTo(3);
    assertThat(pushy.priority()).isEqualTo(3);
    assertThat(modest.priority()).isEqualTo(8);
    assertThat(silent.parent()).contains(parent.id());
    assertThat(silent.childOf(silent).depth()).isEqualTo(2);
  }

  @Test
  void forWork_isForNoAgentYet_whateverElseIsSet() {
    Task task =
        Task.forWork("x")
            .withId("t1")
            .withPriority(3)
            .withTimeout(Duration.ofSeconds(1))
            .withInput("y");

    assertThat(task.isForWork()).isTrue();
    assertThat(task.agent()).isEmpty();
    assertThat(task.childOf(task).isForWork()).isTrue();
    assertThat(task).hasToString("Task[t1 for any agent, 1 chars]");
    assertThat(Task.of("", "x").isForWork()).isFalse();
  }

  @Test
  void withAgent_namesTheAgent_andLeavesTheRest() {
    Task task = Task.forWork("x").withId("t1").withPriority(3).withAgent("qa");

    assertThat(task.isForWork()).isFalse();
    assertThat(task.agent()).isEqualTo("qa");
    assertThat(task.priority()).isEqualTo(3);
    assertThat(task).hasToString("Task[t1 for 'qa', 1 chars]");
  }
}
