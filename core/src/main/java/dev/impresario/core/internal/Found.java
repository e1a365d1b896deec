package dev.impresario.core.internal;

import dev.impresario.SafeText;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One provider, as it presented itself when it was found: a fault concerns it alone, and nobody has
 * to ask foreign code again. What it did not come to say is null. Immutable.
 */
final class Found<P extends Provider> {
  private final boolean builtIn;
  private @Nullable Class<?> type;
  private @Nullable P provider;
  private @Nullable String id;
  private @Nullable Integer priority;
  private List<OptionSpec> options = List.of();
  private @Nullable String fault;

  private Found(boolean builtIn) {
    this.builtIn = builtIn;
  }

  /** Takes one that is part of the engine. */
  static <P extends Provider> Found<P> builtIn(P provider) {
    var found = new Found<P>(true);
    found.ask(() -> provider);
    return found;
  }

  /** Loads one that is installed. */
  static <P extends Provider> Found<P> installed(Supplier<? extends P> loader) {
    var found = new Found<P>(false);
    if (loader instanceof ServiceLoader.Provider<?> known) {
      found.type = known.type();
    }
    try {
      found.ask(loader);
    } catch (Exception
        | ServiceConfigurationError
        | LinkageError
        | StackOverflowError
        | AssertionError e) {
      found.fault = reason(e);
    }
    return found;
  }

  /** Stands for one that the service loader could not even name. */
  static <P extends Provider> Found<P> broken(Throwable failure) {
    var found = new Found<P>(false);
    found.fault = reason(failure);
    return found;
  }

  private void ask(Supplier<? extends P> loader) {
    P loaded = loader.get();
    type = loaded.getClass();
    id = checked(loaded.id(), loaded);
    priority = loaded.priority();
    options = checked(loaded.options(), loaded);
    provider = loaded;
  }

  private static String checked(@Nullable String id, Provider provider) {
    if (id == null || id.isBlank() || id.codePoints().anyMatch(SafeText::isUnsafe)) {
      throw new IllegalArgumentException(provider.getClass().getName() + " has no proper id");
    }
    return id;
  }

  private static List<OptionSpec> checked(@Nullable List<OptionSpec> options, Provider provider) {
    List<OptionSpec> copy = options == null ? null : new ArrayList<>(options);
    if (copy == null || copy.contains(null)) {
      throw new IllegalArgumentException(
          provider.getClass().getName() + " has no proper list of options");
    }
    return List.copyOf(copy);
  }

  private static String reason(Throwable failure) {
    try {
      String message = failure.getMessage();
      Throwable cause = failure.getCause();
      return SafeText.escape(
          (message != null ? message : failure.toString())
              + (cause == null ? "" : " (" + cause + ")"));
    } catch (RuntimeException e) { // even its words are foreign code
      return failure.getClass().getName();
    }
  }

  boolean isBuiltIn() {
    return builtIn;
  }

  @Nullable Class<?> type() {
    return type;
  }

  /** Returns the provider, or null if there is a fault. */
  @Nullable P provider() {
    return provider;
  }

  @Nullable String id() {
    return id;
  }

  @Nullable Integer priority() {
    return priority;
  }

  List<OptionSpec> options() {
    return options;
  }

  /** Returns why it cannot be used, safe to show, or null if it can. */
  @Nullable String fault() {
    return fault;
  }
}
