package dev.impresario.core.internal;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ImpresarioException;
import dev.impresario.Plugin.Kind;
import dev.impresario.SafeText;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The installed providers of one kind, and the rules for choosing among them: those by which an
 * engine is built, and the words by which a user is told what they come to.
 */
final class Providers<P extends Provider> {
  private static final int MAXIMUM = 1_000;

  private final String kind;
  private final ClassLoader classLoader;
  private final List<Found<P>> found = new ArrayList<>();
  private final Map<String, Found<P>> byId = new TreeMap<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private @Nullable String clash;

  /**
   * Finds the providers. One that cannot be loaded, or has the id of another, is no reason to fail
   * before one is asked for.
   *
   * @param kind the word for messages, such as {@code cache}
   * @param builtIn the providers that need not be installed
   * @param installed what the service loader finds; may throw a {@link ServiceConfigurationError}
   *     for each
   */
  Providers(
      String kind,
      ClassLoader classLoader,
      Collection<P> builtIn,
      Iterator<? extends Supplier<? extends P>> installed) {
    this.kind = kind;
    this.classLoader = classLoader;
    builtIn.forEach(provider -> add(Found.builtIn(provider)));
    addAll(installed);
  }

  /** Finds those that the service loader finds, and loads them. */
  static <P extends Provider> Providers<P> installed(
      Kind kind, Class<P> type, Collection<P> builtIn, ClassLoader loader) {
    // as a stream, it can name the class of one that cannot be made
    return new Providers<>(
        kind.word(), loader, builtIn, ServiceLoader.load(type, loader).stream().iterator());
  }

  /** Returns the provider of this id. */
  P named(String id) {
    requireNoClash();
    Found<P> named = byId.get(id);
    if (named == null) {
      throw new ConfigurationException(missing(id));
    }
    return sound(named);
  }

  private String missing(String id) {
    return "no %s provider '%s'; found %s%s"
        .formatted(kind, SafeText.escape(id), byId.keySet(), butBroken());
  }

  /** Says what becomes of a provider where the one of this id is used. */
  Verdict whereNamed(String id, Found<P> one) {
    String problem = clash != null ? clash : byId.containsKey(id) ? null : missing(id);
    return verdict(
        one, problem, id.equals(one.id()), "%s '%s' is named".formatted(kind, SafeText.escape(id)));
  }

  /** Says what becomes of a provider where those of these ids are used. */
  Verdict whereNamed(Set<String> ids, Found<P> one) {
    return verdict(
        one,
        clash,
        one.id() != null && ids.contains(one.id()),
        "only those that are named are used: " + new TreeSet<>(ids));
  }

  /** Says what becomes of a provider where something is used that the caller made. */
  Verdict whereGiven(String what, Found<P> one) {
    return one.fault() != null
        ? Verdict.broken(one.fault())
        : Verdict.notChosen("the engine is given " + what);
  }

  /** Says what becomes of a provider where none is named and the one of this id is used. */
  Verdict whereDefault(String id, Found<P> one) {
    if (one.fault() != null) {
      return Verdict.broken(one.fault());
    }
    String none = "no %s is named".formatted(kind);
    return id.equals(one.id()) && one.isBuiltIn()
        ? Verdict.chosen(none)
        : Verdict.notChosen("%s; to use this, name it".formatted(none));
  }

  private Verdict verdict(Found<P> one, @Nullable String problem, boolean isNamed, String whyNot) {
    if (one.fault() != null) {
      return Verdict.broken(one.fault());
    }
    if (problem != null) {
      return Verdict.notChosen(problem);
    }
    return isNamed ? Verdict.chosen("it is named") : Verdict.notChosen(whyNot);
  }

  /** Returns the one provider of highest priority. */
  P preferred() {
    List<Found<P>> best = best();
    String problem = undecided();
    if (problem == null && best.size() > 1) {
      problem = tie(best);
    }
    if (problem != null) {
      throw new ConfigurationException(problem);
    }
    return sound(best.get(0));
  }

  /** Says what becomes of a provider where the one of highest priority is used. */
  Verdict wherePreferred(Found<P> one) {
    List<Found<P>> best = best();
    String problem = undecided();
    if (problem == null && best.size() > 1 && best.contains(one)) {
      problem = tie(best);
    }
    if (one.fault() != null) {
      return Verdict.broken(one.fault());
    }
    if (problem != null) {
      return Verdict.notChosen(problem);
    }
    return best.contains(one)
        ? Verdict.chosen("the single highest priority")
        : Verdict.notChosen(
            "%s '%s' has priority %d, this has %d"
                .formatted(kind, best.get(0).id(), best.get(0).priority(), one.priority()));
  }

  /** Returns why priorities decide nothing and what to do, or null if they do. */
  private @Nullable String undecided() {
    if (clash != null) {
      return clash;
    }
    if (!broken.isEmpty()) {
      // the broken one might be the one that was meant, so guessing on would be guessing
      return "a %s provider cannot be loaded: %s; mend it, or name one of %s, for example %s"
          .formatted(kind, firstBroken(), byId.keySet(), example(firstId()));
    }
    return byId.isEmpty()
        ? "no %s provider found; add one to the class path or module path".formatted(kind)
        : null;
  }

  private String tie(List<Found<P>> best) {
    return "%s providers %s have the same priority; name one, for example %s"
        .formatted(kind, best.stream().map(Found::id).toList(), example(best.get(0).id()));
  }

  /** Returns those of the highest priority, by id. */
  private List<Found<P>> best() {
    var best = new ArrayList<Found<P>>();
    for (Found<P> one : byId.values()) {
      int higher = best.isEmpty() ? 1 : Integer.compare(priority(one), priority(best.get(0)));
      if (higher > 0) {
        best.clear();
      }
      if (higher >= 0) {
        best.add(one);
      }
    }
    return best;
  }

  /** Returns all providers that can be loaded, by id. */
  List<P> all() {
    requireNoClash();
    return byId.values().stream().map(Providers::sound).toList();
  }

  /** Returns all that was found, in the order in which it was: also what is broken or of one id. */
  List<Found<P>> found() {
    return List.copyOf(found);
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

  /** Checks what the user set for a provider, by what it said when it was found. */
  @SuppressWarnings("ReferenceEquality") // equals would be foreign
  Options options(P provider, Map<String, String> values) {
    for (Found<P> one : byId.values()) {
      if (one.provider() == provider) {
        String owner =
            kind + " '" + one.id() + "'"; // at every start, which a formatter would delay
        return Options.of(owner, one.options(), values, classLoader);
      }
    }
    throw new IllegalArgumentException("a provider that was not found here");
  }

  static Options options(
      String kind, Provider provider, Map<String, String> values, ClassLoader classLoader) {
    String owner = "%s '%s'".formatted(kind, provider.id());
    return Options.of(owner, provider.options(), values, classLoader);
  }

  private void addAll(Iterator<? extends Supplier<? extends P>> installed) {
    // an iterator that fails goes on with the next provider; the bound is for one that never ends
    for (int i = 0; i < MAXIMUM; i++) {
      Found<P> next;
      try {
        if (!installed.hasNext()) {
          return;
        }
        next = Found.installed(installed.next());
      } catch (ServiceConfigurationError
          | RuntimeException
          | LinkageError
          | StackOverflowError
          | AssertionError e) {
        next = Found.broken(e);
      }
      add(next);
    }
  }

  private void add(Found<P> next) {
    if (next.fault() != null) {
      if (broken.add(next.fault())) { // an iterator that is stuck says the same again and again
        found.add(next);
      }
      return;
    }
    found.add(next);
    Found<P> other = byId.putIfAbsent(String.valueOf(next.id()), next);
    if (other != null && clash == null) {
      clash =
          "two %s providers call themselves '%s': %s and %s; take one off the class path"
              .formatted(kind, next.id(), place(sound(other)), place(sound(next)));
    }
  }

  private void requireNoClash() {
    if (clash != null) {
      throw new ConfigurationException(clash);
    }
  }

  private static <P extends Provider> P sound(Found<P> one) {
    return Objects.requireNonNull(one.provider());
  }

  private static int priority(Found<?> one) {
    return Objects.requireNonNull(one.priority());
  }

  private String butBroken() {
    return broken.isEmpty() ? "" : "; one cannot be loaded: " + firstBroken();
  }

  private String firstBroken() {
    return broken.iterator().next();
  }

  private String firstId() {
    return byId.isEmpty() ? "..." : byId.keySet().iterator().next();
  }

  private String example(@Nullable String id) {
    return ".%s(\"%s\", Map.of())".formatted(kind, id);
  }

  private static String place(Provider provider) {
    return provider.getClass().getName() + " from " + location(provider.getClass());
  }

  private static @Nullable Object location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "the JDK" : source.getLocation();
  }
}
