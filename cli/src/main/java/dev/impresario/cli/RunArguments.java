package dev.impresario.cli;

import dev.impresario.Task;
import dev.impresario.core.Impresario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants done, and how.
 *
 * @param task what the one agent is to do; empty if there is a file of tasks
 * @param tasks the file of tasks, {@link #STANDARD_INPUT}, or null for a single one
 * @param concurrency how many tasks may be worked on at once
 * @param runtime the id of the runtime, or null for the dry run
 * @param options the runtime's options
 * @param priority of tasks that say none themselves, or null
 * @param timeout of tasks that say none themselves, or null
 */
record RunArguments(
    String task,
    @Nullable Path tasks,
    int concurrency,
    @Nullable String runtime,
    Map<String, String> options,
    @Nullable Integer priority,
    @Nullable Duration timeout) {
  /** Stands for the standard input; a file of this name is {@code ./-}. */
  static final Path STANDARD_INPUT = Path.of("-");

  private static final String DRY_RUN = "dry-run";

  /** Who waits for the prompt to come back waits no longer for an agent that does not stop. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  RunArguments {
    options = Map.copyOf(options);
  }

  /** Returns the builder of an engine that works as was asked. */
  Impresario.Builder configure(Impresario.Builder builder) {
    builder.concurrency(concurrency).closeTimeout(CLOSE_TIMEOUT);
    return runtime == null && options.isEmpty()
        ? builder
        : builder.runtime(runtime == null ? DRY_RUN : runtime, options);
  }

  /** Creates a task with the priority and the timeout for all. */
  Task taskFor(String agent, String input) {
    Task made = Task.of(agent, input);
    made = priority == null ? made : made.withPriority(priority);
    return timeout == null ? made : made.withTimeout(timeout);
  }
}
