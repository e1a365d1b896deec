package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Alert;
import dev.impresario.Engine;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Subscription;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A monitor that throws whatever it is asked costs no task. */
@Timeout(60)
class HostileMonitorTest {

  @Test
  void aMonitorThatThrows_costsNoTask() throws Exception {
    var monitor = new Throwing();
    try (var fixture =
        new EngineFixture()
            .source(Scope.PROJECT, new FakeSource("project").with("qa.md", "qa\nTest it."))
            .monitor(monitor)
            .runtime(
                definition ->
                    (task, context) ->
                        Reply.of(
                            context.call("a-model", 1, attempt -> "called " + task.input())))) {
      Engine engine = fixture.engine();

      TaskResult result = engine.delegate(Task.of("qa", "it"));

      assertThat(result.text()).isEqualTo("called it");
      assertThat(engine.monitor()).isSameAs(monitor);
      assertThat(monitor.asked).hasPositiveValue();
    }
    assertThat(monitor.closed).hasValue(1);
  }

  private static final class Throwing implements Monitor {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public Operation operation(String name, String... tags) {
      asked.incrementAndGet();
      throw new NoClassDefFoundError("com/acme/Registry");
    }

    @Override
    public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Measurement> snapshot() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Report report() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
