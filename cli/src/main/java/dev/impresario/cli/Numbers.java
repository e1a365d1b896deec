package dev.impresario.cli;

import dev.impresario.SafeText;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** The values of options that are numbers. */
final class Numbers {
  private Numbers() {}

  /** Returns the value of an option that may be given once, or null if it is not given. */
  static @Nullable Integer option(
      CommandLine line, String option, int minimum, int maximum, Command command) {
    String value = NamedValues.single(line, option, command);
    if (value == null) {
      return null;
    }
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= minimum && number <= maximum) {
        return number;
      }
    }
    throw new UsageException(
        command,
        "option '--%s' needs a number from %,d to %,d, not '%s'"
            .formatted(option, minimum, maximum, SafeText.escape(value)));
  }
}
