package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Alert;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a foreign monitor does wrong costs figures, and nothing else. */
class GuardedMeasuresTest {
  private final Strange strange = new Strange();
  private final RecordingLogger logger = new RecordingLogger();
  private final GuardedMeasures measures = new GuardedMeasures(strange, () -> logger);

  @Test
  void record_reachesTheMonitor_whichIsAskedForTheOperationOnce() {
    Monitor.Operation operation = measures.operation("delegation", "agent", "qa");

    operation.record(5, true);
    operation.record(6, false);

    assertThat(strange.recorded)
        .containsExactly("delegation [agent, qa] 5 true", "delegation [agent, qa] 6 false");
    assertThat(strange.resolved).isEqualTo(1);
    assertThat(logger.lines()).isEmpty();
  }

  @Test
  void start_recordsTheTimeOnce() {
    Monitor.Timer timer = measures.operation("x").start();
    timer.failed();
    timer.close();
    timer.close();

    assertThat(strange.recorded).singleElement().asString().matches("x \\[] \\d+ false");
  }

  @Test
  void recordThatThrows_isToldOnce() {
    Monitor.Operation operation = measures.operation("x");
    strange.onRecord = new IllegalStateException("registry closed");

    operation.record(1, true);
    operation.record(2, true);
    measures.operation("y").record(3, true);

    assertThat(logger.lines())
        .containsExactly("the monitor fails; what it does not take is not measured");
  }

  @Test
  void operationThatThrows_orIsNull_isAskedForAgain() {
    Monitor.Operation operation = measures.operation("x");
    strange.onOperation = new NoClassDefFoundError("com/acme/Gone");
    operation.record(1, true);
    strange.onOperation = null;
    strange.none = true;
    operation.record(2, true);
    strange.none = false;

    operation.record(3, true);

    assertThat(strange.recorded).containsExactly("x [] 3 true");
    assertThat(logger.lines()).hasSize(1);
  }

  /** Does as a test says. */
  private static final class Strange implements Monitor {
    final List<String> recorded = new ArrayList<>();
    int resolved;
    boolean none;
    @Nullable Error onOperation;
    @Nullable RuntimeException onRecord;

    @Override
    @SuppressWarnings("NullAway") // what a careless monitor does
    public Operation operation(String name, String... tags) {
      resolved++;
      if (onOperation != null) {
        throw onOperation;
      }
      return none ? null : new Recording(name + " " + List.of(tags));
    }

    private final class Recording implements Operation {
      private final String name;

      Recording(String name) {
        this.name = name;
      }

      @Override
      public void record(long nanos, boolean success) {
        if (onRecord != null) {
          throw onRecord;
        }
        recorded.add(name + " " + nanos + " " + success);
      }

      @Override
      public Timer start() {
        throw new AssertionError("the engine only records");
      }
    }

    @Override
    public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
      throw new AssertionError("the engine only records");
    }

    @Override
    public Map<String, Measurement> snapshot() {
      throw new AssertionError("the engine only records");
    }

    @Override
    public Report report() {
      throw new AssertionError("the engine only records");
    }

    @Override
    public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
      throw new AssertionError("the engine only records");
    }
  }
}
