package dev.impresario.core.internal.monitor;

import dev.impresario.*;
import jakarta.inject.*;
import java.util.*;
import java.util.concurrent.CompletionStage;
import java.util.function.*;

@Singleton
@SuppressWarnings({"unused", "DoNotCallSuggester", "MissingOverride"})
public final class LocalMonitor implements Monitor, AutoCloseable {
  @Inject
  public LocalMonitor() {}

  public Operation operation(String name, String... tags) {
    return new Operation() {
      public void record(long nanos, boolean success) {}

      public Timer start() {
        throw new UnsupportedOperationException();
      }
    };
  }

  public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
    return work.get();
  }

  public Map<String, Measurement> snapshot() {
    return Map.of();
  }

  public Report report() {
    throw new UnsupportedOperationException();
  }

  public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
    throw new UnsupportedOperationException();
  }

  public void close() {}
}
