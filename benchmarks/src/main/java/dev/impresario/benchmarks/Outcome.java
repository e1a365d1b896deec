package dev.impresario.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a row.
 *
 * @param figures what was measured, or nothing if it failed
 * @param failure why it failed, or null if it did not
 */
record Outcome(Row row, List<Figure> figures, @Nullable Throwable failure) {

  static Outcome of(Row row, Effort effort) throws InterruptedException {
    try {
      List<Figure> figures = List.copyOf(row.measure(effort));
      return figures.isEmpty()
          ? ofFailure(row, new IllegalStateException("it has no figures"))
          : new Outcome(row, figures, null);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError | OutOfMemoryError e) {
      return ofFailure(row, e);
    }
  }

  private static Outcome ofFailure(Row row, Throwable failure) {
    return new Outcome(row, List.of(), failure);
  }

  boolean failed() {
    return failure != null;
  }

  /** Tells whether the promise is not kept, or not even measured. */
  boolean isBad() {
    return failed() || has(Verdict.MISSED);
  }

  boolean has(Verdict verdict) {
    return figures.stream().anyMatch(figure -> figure.verdict() == verdict);
  }

  /** Returns why it failed, in one line or more. */
  String cause() {
    if (failure == null) {
      return "";
    }
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message.strip());
  }
}
