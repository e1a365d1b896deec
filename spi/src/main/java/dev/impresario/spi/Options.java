package dev.impresario.spi;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user set for one provider, checked against what the provider offers. Immutable.
 *
 * <p>Names and types are checked once, when the options are made; so are unknown names. A getter
 * returns the value set, else the default, else throws a {@link ConfigurationException} that says
 * which option is needed.
 */
public final class Options {
  private final String owner;
  private final Map<String, OptionSpec> specs;
  private final Map<String, String> values;
  private final ClassLoader classLoader;

  private Options(
      String owner,
      Map<String, OptionSpec> specs,
      Map<String, String> values,
      ClassLoader classLoader) {
    this.owner = owner;
    this.specs = specs;
    this.values = values;
    this.classLoader = classLoader;
  }

  /**
   * Creates options.
   *
   * @param owner what messages call the provider, such as {@code cache 'ehcache'}
   * @param specs the options there are
   * @param values what the user set
   * @param classLoader where a provider may look for classes and resources of the host
   * @throws ConfigurationException if a name is unknown or a value is not of its type
   */
  public static Options of(
      String owner, List<OptionSpec> specs, Map<String, String> values, ClassLoader classLoader) {
    var byName = new HashMap<String, OptionSpec>();
    specs.forEach(spec -> byName.put(spec.name(), checked(spec)));
    var options =
        new Options(owner, byName, Map.copyOf(values), Objects.requireNonNull(classLoader));
    new TreeSet<>(values.keySet()).forEach(options::check);
    return options;
  }

  /** Creates options as {@link #of(String, List, Map, ClassLoader)} for a provider's own tests. */
  public static Options of(Provider provider, Map<String, String> values) {
    return of(
        "provider '%s'".formatted(provider.id()),
        provider.options(),
        values,
        provider.getClass().getClassLoader());
  }

  /** Returns where a provider may look for classes and resources of the host. */
  public ClassLoader classLoader() {
    return classLoader;
  }

  /** Returns whether the option is set or has a default. */
  public boolean has(String name) {
    return value(name) != null;
  }

  /** Returns the text. */
  public String text(String name) {
    String value = value(name);
    if (value == null) {
      throw new ConfigurationException("%s needs option '%s'".formatted(owner, name));
    }
    return value;
  }

  /** Returns the path, as written: a relative one is relative to the working directory. */
  public Path path(String name) {
    return (Path) parsed(name, OptionSpec.Type.PATH);
  }

  /** Returns the whole number, which must lie in the range given, both ends included. */
  public int integer(String name, int minimum, int maximum) {
    int value = (Integer) parsed(name, OptionSpec.Type.INTEGER);
    if (value < minimum || value > maximum) {
      throw new ConfigurationException(
          "%s: option '%s' must be from %d to %d, but is %d"
              .formatted(owner, name, minimum, maximum, value));
    }
    return value;
  }

  /** Returns the duration. */
  public Duration duration(String name) {
    return (Duration) parsed(name, OptionSpec.Type.DURATION);
  }

  /** Returns the flag. */
  public boolean flag(String name) {
    return (Boolean) parsed(name, OptionSpec.Type.FLAG);
  }

  /** Returns the texts, less the white space around each; empty ones are left out. */
  public List<String> list(String name) {
    return split(text(name));
  }

  /** Returns the text, which must be one of those given. */
  public String oneOf(String name, List<String> allowed) {
    String value = text(name);
    if (!allowed.contains(value)) {
      throw new ConfigurationException(
          "%s: option '%s' must be one of %s, but is '%s'"
              .formatted(owner, name, new TreeSet<>(allowed), SafeText.escape(value)));
    }
    return value;
  }

  private void check(String name) {
    if (!specs.containsKey(name)) {
      throw new ConfigurationException(
          "%s has no option '%s'; it has %s"
              .formatted(owner, SafeText.escape(name), new TreeSet<>(specs.keySet())));
    }
    parsed(name, spec(name).type());
  }

  private @Nullable String value(String name) {
    String value = values.get(name);
    return value != null ? value : spec(name).defaultValue();
  }

  private Object parsed(String name, OptionSpec.Type type) {
    if (spec(name).type() != type) {
      throw new IllegalArgumentException(
          "%s reads option '%s' as %s, but lists it as %s"
              .formatted(owner, name, type.words(), spec(name).type().words()));
    }
    String value = text(name);
    try {
      return parse(type, value);
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          "%s: option '%s' must be %s, but is '%s'"
              .formatted(owner, name, type.words(), SafeText.escape(value)),
          e);
    }
  }

  /**
   * A provider that reads what it does not list has a bug; its author is told at the first test.
   */
  private OptionSpec spec(String name) {
    OptionSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException(
          "%s reads option '%s', but lists only %s"
              .formatted(owner, name, new TreeSet<>(specs.keySet())));
    }
    return spec;
  }

  private static Object parse(OptionSpec.Type type, String value) {
    return switch (type) {
      case TEXT, LIST -> value;
      case PATH -> Path.of(value);
      case INTEGER -> Integer.valueOf(value);
      case DURATION -> Duration.parse(value);
      case FLAG -> flagOf(value);
    };
  }

  private static Boolean flagOf(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  /** A default that is not of its type is the provider's mistake, not the user's. */
  private static OptionSpec checked(OptionSpec spec) {
    String value = spec.defaultValue();
    try {
      if (value != null) {
        parse(spec.type(), value);
      }
      return spec;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the default of option '%s' is not %s".formatted(spec.name(), spec.type().words()), e);
    }
  }

  private static List<String> split(String value) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      char c = i == value.length() ? ',' : value.charAt(i);
      if (c == ',' && (depth == 0 || i == value.length())) {
        parts.add(value.substring(start, i).strip());
        start = i + 1;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth = Math.max(0, depth - 1);
      }
    }
    parts.removeIf(String::isEmpty);
    return List.copyOf(parts);
  }
}
