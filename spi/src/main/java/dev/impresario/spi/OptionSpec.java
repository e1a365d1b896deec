package dev.impresario.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An option that users may set, for checking it and for the documentation.
 *
 * @param name what users write, in lower case with hyphens
 * @param type what its value must be
 * @param defaultValue the value if none is set, as a user would write it, or null if there is none
 * @param description what it does, in one line
 */
public record OptionSpec(
    String name, Type type, @Nullable String defaultValue, String description) {

  /** What the value of an option must be. */
  public enum Type {
    /** Any text. */
    TEXT("text"),
    /** A path of the file system. */
    PATH("a path"),
    /** A whole number. */
    INTEGER("a whole number"),
    /** A duration in ISO-8601 form. */
    DURATION("a duration such as PT30S"),
    /** True or false. */
    FLAG("true or false"),
    /** Texts parted by commas; a comma within braces does not part. */
    LIST("texts parted by commas");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** Returns how messages name this type. */
    public String words() {
      return words;
    }
  }

  /** Checks that every part is there. */
  public OptionSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
  }

  /** Creates an option without a default. */
  public static OptionSpec of(String name, Type type, String description) {
    return new OptionSpec(name, type, null, description);
  }

  /** Returns this option with a default, as a user would write it. */
  public OptionSpec withDefault(String value) {
    return new OptionSpec(name, type, value, description);
  }
}
