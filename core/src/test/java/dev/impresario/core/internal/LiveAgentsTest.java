package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of started agents when their files change. */
@Timeout(60)
class LiveAgentsTest {
  private final FakeSource source = new FakeSource("project").with("qa.md", "qa\n1");
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  private final CountDownLatch begun = new CountDownLatch(2);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch releaseLast = new CountDownLatch(1);
  private final EngineFixture fixture =
      new EngineFixture()
          .source(Scope.PROJECT, source)
          .watching(Duration.ofDays(1), Duration.ofMillis(1))
          .runtime(Waiting::new);

  @AfterEach
  void close() {
    release.countDown();
    releaseLast.countDown();
    fixture.close();
  }

  @Test
  void changedAgent_isReplaced_whenItsTaskHasEnded_andItsIdleSiblingAtOnce() throws Exception {
    Engine engine = fixture.engine();
    Submission last = engine.submit(Task.of("qa", "last"));
    Submission first = engine.submit(Task.of("qa", "first"));
    begun.await();
    release.countDown();
    assertThat(first.await().text()).isEqualTo("1");
    Runnable hint = source.hints.take();

    source.with("qa.md", "qa\n2");
    hint.run();

    assertThat(closed.take()).isEqualTo("1"); // the idle one, while the other is at work
    assertThat(engine.delegate(Task.of("qa", "next")).text()).isEqualTo("2");
    assertThat(closed).isEmpty();
    releaseLast.countDown();
    assertThat(last.await().text()).isEqualTo("1");
    assertThat(closed.take()).isEqualTo("1");
  }

  @Test
  void removedAgent_isClosed() throws Exception {
    release.countDown();
    fixture.engine().delegate(Task.of("qa", "first"));
    Runnable hint = source.hints.take();

    source.remove("qa.md");
    hint.run();

    assertThat(closed.take()).isEqualTo("1");
  }

  private final class Waiting implements Agent {
    private final AgentDefinition definition;

    Waiting(AgentDefinition definition) {
      this.definition = definition;
    }

    @Override
    public Reply execute(Task task, TaskContext context) throws InterruptedException {
      begun.countDown();
      if (List.of("first", "last").contains(task.input())) {
        (task.input().equals("first") ? release : releaseLast).await();
      }
      return Reply.of(definition.prompt());
    }

    @Override
    public void close() {
      closed.add(definition.prompt());
    }
  }
}
