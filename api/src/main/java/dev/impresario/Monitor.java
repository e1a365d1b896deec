package dev.impresario;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counts and times operations. Safe for use by many threads; recording never throws, never blocks
 * and allocates nothing.
 */
public interface Monitor extends AutoCloseable {

  /**
   * Returns the operation of this name and these tags. Resolve it once and hold it.
   *
   * <p>There is a bound on operations, of 10,000 at most; beyond it, all others are one, called
   * {@code other}.
   *
   * @param tags keys and values in turn, such as {@code "agent", "qa"}
   * @throws IllegalArgumentException if the name is blank or a key has no value
   */
  Operation operation(String name, String... tags);

  /** Does the work and records how long it took, and as a failure if it throws. */
  default <T> T track(String operation, Callable<T> work) throws Exception {
    Operation measured = operation(operation);
    long start = System.nanoTime();
    boolean success = false;
    try {
      T result = work.call();
      success = true;
      return result;
    } finally {
      measured.record(System.nanoTime() - start, success);
    }
  }

  /**
   * Starts the work and records how long it took when it completes. Work that throws instead is
   * recorded as a failure.
   */
  <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work);

  /** Returns what was measured, by name and tags such as {@code delegation{agent=qa}}, sorted. */
  Map<String, Measurement> snapshot();

  /** Returns what was measured, to be read by people or programs. */
  Report report();

  /**
   * Watches a budget: the listener hears once when it is exceeded and once when it is kept again.
   * It is called on a thread of the monitor's own; one that throws or blocks harms nobody else.
   */
  Subscription watch(PerformanceBudget budget, Consumer<Alert> listener);

  /**
   * Ends what the monitor does on its own, such as watching. What was recorded can still be read.
   * Whoever made the monitor closes it; a second call does nothing.
   */
  @Override
  default void close() {}

  /** What is measured. Safe for use by many threads. */
  interface Operation {

    /** Records one execution; a negative time counts as zero. */
    void record(long nanos, boolean success);

    /** Starts to measure one execution. */
    Timer start();
  }

  /** One execution under measurement, for try-with-resources. Used by one thread. */
  interface Timer extends AutoCloseable {

    /** Says that the execution failed. */
    void failed();

    /** Records the time since the start. A second call does nothing. */
    @Override
    void close();
  }

  /** Measurements, written down. */
  interface Report {

    /** Returns a table in plain text. */
    String text();

    /** Returns one JSON object. */
    String json();

    /** Returns a Markdown table. */
    String markdown();
  }
}
