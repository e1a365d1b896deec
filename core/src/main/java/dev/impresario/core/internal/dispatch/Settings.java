package dev.impresario.core.internal.dispatch;

import dev.impresario.Budget;
import dev.impresario.Interceptor;
import dev.impresario.ToolGrant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How tasks are dispatched; the builder says what each is and checks its range.
 *
 * @param context captures the submitter's context as a wrapper of work, or null for none
 * @param executor runs tasks, or null for threads of the engine's own
 */
public record Settings(
    int concurrency,
    int queueCapacity,
    Duration ageing,
    Duration timeout,
    Duration closeTimeout,
    int maximumDepth,
    int maximumAbandoned,
    int attempts,
    Budget taskBudget,
    ToolGrant tools,
    List<Interceptor> interceptors,
    @Nullable Supplier<UnaryOperator<Runnable>> context,
    @Nullable Executor executor) {

  /** Copies what the builder may go on changing. */
  public Settings {
    interceptors = List.copyOf(interceptors);
  }
}
