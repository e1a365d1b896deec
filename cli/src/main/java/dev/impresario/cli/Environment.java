package dev.impresario.cli;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command may know of the process around it.
 *
 * @param project the project's directory
 * @param home the user's home directory
 * @param columns how wide a line of a table may be
 * @param colors whether to use colours
 * @param progressColumns how wide a line of progress on standard error may be; 0 for none
 */
record Environment(Path project, Path home, int columns, boolean colors, int progressColumns) {
  private static final int NARROWEST = 20;
  private static final int WIDEST = 1_000;
  private static final int UNKNOWN_WIDTH = 100;

  /**
   * Returns the environment that system properties and environment variables tell of.
   *
   * <p>Java 17 cannot tell whether standard output alone is a terminal, so the launcher script
   * does: it sets {@code impresario.columns} only then, and {@code impresario.progress} only if
   * standard error is one.
   */
  static Environment of(
      Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
    int columns = number(properties.apply("impresario.columns"));
    int progress = number(properties.apply("impresario.progress"));
    boolean terminal = columns > 0;
    return new Environment(
        Path.of(""),
        Path.of(text(properties.apply("user.home"))),
        terminal ? bounded(columns) : UNKNOWN_WIDTH,
        terminal && text(variables.apply("NO_COLOR")).isEmpty() && !isDumb(variables),
        progress > 0 && !isDumb(variables) ? bounded(progress) : 0);
  }

  private static boolean isDumb(Function<String, @Nullable String> variables) {
    return text(variables.apply("TERM")).equals("dumb");
  }

  private static int bounded(int columns) {
    return Math.max(NARROWEST, Math.min(columns, WIDEST));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static int number(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > 6) {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
