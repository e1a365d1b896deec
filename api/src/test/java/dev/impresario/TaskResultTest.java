package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskResultTest {
  private static final Duration ELAPSED = Duration.ofMillis(1_500);
  private static final Duration QUEUED = Duration.ofMillis(300);
  private final Task task = Task.of("qa", "a secret").withId("t1");

  @Test
  void text_ofASuccess_isTheReply() {
    TaskResult result = new TaskResult.Success(task, "all good", Usage.NONE, ELAPSED, QUEUED);

    assertThat(result.text()).isEqualTo("all good");
    assertThat(result.task()).isSameAs(task);
    assertThat(result.elapsed()).isEqualTo(ELAPSED);
  }

  @Test
  void text_ofAFailure_throwsWithItsMessageAndCause() {
    var cause = new IllegalStateException("boom");
    TaskResult result = failure("agent 'qa' failed: boom", cause);

    assertThatThrownBy(result::text)
        .isInstanceOf(TaskFailedException.class)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage("agent 'qa' failed: boom")
        .hasCause(cause);
  }

  @Test
  void text_ofAFailureWithoutACause_throwsWithoutOne() {
    TaskResult result =
        TaskResult.Failure.of(task, TaskResult.Code.AGENT_NOT_FOUND, "no agent 'qa'");

    assertThatThrownBy(result::text).hasMessage("no agent 'qa'").hasNoCause();
  }

  @Test
  void toString_ofASuccess_neverShowsTheReply() {
    TaskResult result = new TaskResult.Success(task, "secret", new Usage(3, 2, 1), ELAPSED, QUEUED);

    assertThat(result)
        .hasToString(
            "Success[Task[t1 for 'qa', 8 chars], 6 chars,"
                + " Usage[input=3, output=2, cached=1], PT1.5S]");
  }

  @Test
  void toString_ofAFailure_neverShowsTheInput() {
    assertThat(failure("agent 'qa' failed", new IllegalStateException("boom")).toString())
        .contains("t1", "qa", "EXECUTION_FAILED", "agent 'qa' failed")
        .doesNotContain("a secret", "boom");
  }

  @Test
  void toString_ofAFailure_isOneSafeLine() {
    assertThat(failure("line\nbreak", new IllegalStateException("boom")).toString())
        .contains("line\\u000abreak")
        .doesNotContain("\n");
  }

  private TaskResult failure(String message, Throwable cause) {
    return new TaskResult.Failure(
        task, TaskResult.Code.EXECUTION_FAILED, message, true, cause, Usage.NONE, ELAPSED, QUEUED);
  }
}
