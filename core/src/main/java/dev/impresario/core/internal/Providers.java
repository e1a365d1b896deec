package dev.impresario.core.internal;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ImpresarioException;
import dev.impresario.SafeText;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The installed providers of one kind, and the rules for choosing among them. */
final class Providers<P extends Provider> {
  private static final int MAXIMUM_BROKEN = 100;

  private final String kind;
  private final ClassLoader classLoader;
  private final Map<String, P> byId = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * Finds the providers.
   *
   * @param kind the word for messages, such as {@code cache}
   * @param builtIn the providers that need not be installed
   * @param installed what the service loader finds; may throw a {@link ServiceConfigurationError}
   *     for each
   */
  Providers(String kind, ClassLoader classLoader, Collection<P> builtIn, Iterator<P> installed) {
    this.kind = kind;
    this.classLoader = classLoader;
    builtIn.forEach(this::add);
    addAll(installed);
  }

  /** Returns the provider of this id. */
  P named(String id) {
    P provider = byId.get(id);
    if (provider == null) {
      throw new ConfigurationException(
          "no %s provider '%s'; found %s%s"
              .formatted(kind, SafeText.escape(id), byId.keySet(), butBroken()));
    }
    return provider;
  }

  /** Returns the one provider of highest priority. */
  P preferred() {
    if (!broken.isEmpty()) {
      // the broken one might be the one that was meant, so guessing on would be guessing
      throw new ConfigurationException(
          "a %s provider cannot be loaded: %s; mend it, or name one of %s, for example %s"
              .formatted(kind, broken.get(0), byId.keySet(), example(firstId())));
    }
    if (byId.isEmpty()) {
      throw new ConfigurationException(
          "no %s provider found; add one to the class path or module path".formatted(kind));
    }
    int highest = byId.values().stream().mapToInt(Provider::priority).max().getAsInt();
    List<P> best = byId.values().stream().filter(p -> p.priority() == highest).toList();
    if (best.size() > 1) {
      throw new ConfigurationException(
          "%s providers %s have the same priority; name one, for example %s"
              .formatted(
                  kind, best.stream().map(Provider::id).toList(), example(best.get(0).id())));
    }
    return best.get(0);
  }

  /** Returns all providers, by id. */
  Collection<P> all() {
    return byId.values();
  }

  /** Returns a warning for each provider that cannot be loaded; the engine does without it. */
  List<Diagnostic> diagnostics() {
    return broken.stream()
        .map(
            cause ->
                Diagnostic.ofSource(
                    Severity.WARNING,
                    "provider-broken",
                    "a %s provider cannot be loaded: %s".formatted(kind, cause),
                    "mend it or take it off the class path"))
        .toList();
  }

  /**
   * Has a provider make its product; whatever else than a wrong option goes wrong is its bug, and
   * the message says whose.
   */
  <T> T made(P provider, Supplier<@Nullable T> product) {
    return made(kind, provider, product);
  }

  static <T> T made(String kind, Provider provider, Supplier<@Nullable T> product) {
    try {
      T made = product.get();
      if (made != null) {
        return made;
      }
    } catch (ImpresarioException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw new ConfigurationException(
          "%s '%s' cannot be made: %s; this is a bug of %s"
              .formatted(kind, provider.id(), SafeText.escape(e.toString()), place(provider)),
          e);
    }
    throw new ConfigurationException(
        "%s '%s' cannot be made: nothing came; this is a bug of %s"
            .formatted(kind, provider.id(), place(provider)));
  }

  /** Checks what the user set for a provider. */
  Options options(P provider, Map<String, String> values) {
    return options(kind, provider, values, classLoader);
  }

  static Options options(
      String kind, Provider provider, Map<String, String> values, ClassLoader classLoader) {
    String owner = "%s '%s'".formatted(kind, provider.id());
    return Options.of(owner, provider.options(), values, classLoader);
  }

  private void addAll(Iterator<P> installed) {
    // an iterator that fails goes on with the next provider; the bound is for one that never ends
    while (broken.size() < MAXIMUM_BROKEN) {
      try {
        if (!installed.hasNext()) {
          return;
        }
        add(installed.next());
      } catch (ConfigurationException e) {
        throw e; // two of one id
      } catch (ServiceConfigurationError
          | RuntimeException
          | LinkageError
          | StackOverflowError
          | AssertionError e) {
        broken.add(reason(e));
      }
    }
  }

  private void add(P provider) {
    P other = byId.putIfAbsent(checkedId(provider), provider);
    if (other != null) {
      throw new ConfigurationException(
          "two %s providers call themselves '%s': %s and %s; take one off the class path"
              .formatted(kind, provider.id(), place(other), place(provider)));
    }
  }

  private static String checkedId(Provider provider) {
    String id = provider.id();
    if (id == null || id.isBlank() || id.codePoints().anyMatch(SafeText::isUnsafe)) {
      throw new IllegalArgumentException(provider.getClass().getName() + " has no proper id");
    }
    // asked now, where a fault concerns this provider alone
    provider.priority();
    Objects.requireNonNull(provider.options(), "options");
    return id;
  }

  private String butBroken() {
    return broken.isEmpty() ? "" : "; one cannot be loaded: " + broken.get(0);
  }

  private String firstId() {
    return byId.isEmpty() ? "..." : byId.keySet().iterator().next();
  }

  private String example(String id) {
    return ".%s(\"%s\", Map.of())".formatted(kind, id);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return SafeText.escape(
        String.valueOf(failure.getMessage()) + (cause == null ? "" : " (" + cause + ")"));
  }

  private static String place(Provider provider) {
    return provider.getClass().getName() + " from " + location(provider.getClass());
  }

  private static @Nullable Object location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "the JDK" : source.getLocation();
  }
}
