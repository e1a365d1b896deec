package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.impresario.spi.Provider;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * Runs a contract on a provider with a planted fault, and tells which of its tests fail. Not for
 * many threads: there is one fault at a time.
 *
 * <p>A contract is extended by a nested class, which builds do not take for a test of their own:
 *
 * <pre>{@code
 * static final class Subject extends CacheContract {
 *   protected CacheProvider provider() { return Planted.current(CacheProvider.class); }
 * }
 *
 * Planted.run(Subject.class, new ForgetfulProvider()).assertFailsJust("get_afterPut_...", "must");
 * }</pre>
 */
final class Planted {
  private static volatile @Nullable Provider current;

  private Planted() {}

  /** Returns the provider that is being run, for the subject. */
  static <P extends Provider> P current(Class<P> kind) {
    return kind.cast(Objects.requireNonNull(current, "nothing is planted"));
  }

  /** Runs the contract that the subject extends on the provider. */
  static Outcome run(Class<?> subject, Provider provider) {
    current = provider;
    try {
      return run(subject);
    } finally {
      current = null;
    }
  }

  /** Runs the contract that the subject extends on whatever that supplies itself. */
  static Outcome run(Class<?> subject) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(subject))
            .execute()
            .testEvents();
    var failed = new TreeMap<String, String>();
    events.failed().stream().forEach(event -> failed.put(rule(event), message(event)));
    var passed = events.succeeded().stream().map(Planted::rule).collect(Collectors.toSet());
    return new Outcome(new TreeSet<>(passed), failed);
  }

  /** Returns the names of the tests that this contract adds to those of every provider. */
  static Set<String> rules(Class<?> contract) {
    var rules = new TreeSet<String>();
    Class<?> type = contract;
    do {
      rules.addAll(declaredBy(type));
      type = type.getSuperclass();
    } while (type != null && type != ProviderContract.class);
    return rules;
  }

  private static Set<String> declaredBy(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  private static String rule(Event event) {
    String name = event.getTestDescriptor().getLegacyReportingName();
    return name.substring(0, name.indexOf('('));
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::toString)
        .orElse("");
  }

  /**
   * How a run ended.
   *
   * @param passed the tests that passed
   * @param failed the tests that did not, each with its message
   */
  record Outcome(Set<String> passed, Map<String, String> failed) {

    /** Asserts that this test failed with a message that says so, and no other did. */
    void assertFailsJust(String rule, String words) {
      assertThat(failed).containsOnlyKeys(rule);
      assertThat(failed.get(rule)).contains(words);
    }

    /** Asserts that all tests of this contract, and all that it includes, passed. */
    void assertPasses(Class<?> contract) {
      assertThat(failed).isEmpty();
      assertThat(passed).containsAll(rules(contract)).containsAll(rules(ProviderContract.class));
    }
  }
}
