package dev.impresario.cli;

import dev.impresario.ImpresarioException;
import dev.impresario.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Says what lies behind a failure, as far as that is fit for every screen and file. */
final class Causes {
  private static final int MOST = 20; // a chain may be a ring

  private Causes() {}

  /**
   * Returns the causes, the nearest first, less what the failure's message says already: our own
   * exceptions in their words, foreign ones by their type, since their words may hold anything.
   */
  static List<String> of(TaskResult.Failure failure) {
    var causes = new ArrayList<String>();
    Throwable cause = failure.cause();
    for (int i = 0; cause != null && i < MOST; i++) {
      boolean ours = cause instanceof ImpresarioException;
      String words = ours ? String.valueOf(cause.getMessage()) : cause.getClass().getName();
      if (!failure.message().contains(words)) {
        causes.add(words);
      }
      cause = cause.getCause();
    }
    return causes;
  }
}
