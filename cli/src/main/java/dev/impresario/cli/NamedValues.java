package dev.impresario.cli;

import dev.impresario.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** The values of options: those that are given once, and those of the form {@code K=V}. */
final class NamedValues {
  private NamedValues() {}

  /** Returns the value of an option that may be given once, or null if it is not given. */
  static @Nullable String single(CommandLine line, String option, Command command) {
    String[] values = line.getOptionValues(option);
    if (values == null) {
      return null;
    }
    if (values.length > 1) {
      throw new UsageException(
          command, "option '--%s' is given twice; leave one".formatted(option));
    }
    return values[0];
  }

  /**
   * Returns what an option that may be given many times sets for a plugin.
   *
   * @param kind the word for the plugin, for messages
   * @param example for messages
   */
  static Map<String, String> read(
      CommandLine line, String option, String kind, String example, Command command) {
    var named = new LinkedHashMap<String, String>();
    String[] values = line.getOptionValues(option);
    for (String value : values == null ? new String[0] : values) {
      int equals = value.indexOf('=');
      if (equals < 1) { // the value is not shown: who forgets the name may have written a key
        throw new UsageException(
            command,
            "option '--%s' needs a name and a value, such as %s".formatted(option, example));
      }
      String name = value.substring(0, equals);
      if (named.put(name, value.substring(equals + 1)) != null) {
        throw new UsageException(
            command,
            "option '%s' of the %s is given twice; leave one"
                .formatted(SafeText.escape(name), kind));
      }
    }
    return named;
  }
}
