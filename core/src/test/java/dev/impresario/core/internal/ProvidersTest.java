package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Provider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each message word for word: they are what a user has to go on. */
class ProvidersTest {

  @Test
  void named_returnsTheProviderOfThatId() {
    assertThat(
            cachesOf(List.of(named("ehcache", 0), named("inmemory", -100))).named("inmemory").id())
        .isEqualTo("inmemory");
  }

  @Test
  void named_whenThereIsNone_saysWhatThereIs() {
    var providers = cachesOf(List.of(named("inmemory", -100), named("ehcache", 0)));

    assertThatThrownBy(() -> providers.named("redis"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no cache provider 'redis'; found [ehcache, inmemory]");
  }

  @Test
  void named_whenThereIsNone_butOneIsBroken_saysSo() {
    var providers =
        cachesOf(List.of(named("inmemory", -100), broken("redis.RedisProvider not found")));

    assertThatThrownBy(() -> providers.named("redis"))
        .hasMessage(
            "no cache provider 'redis'; found [inmemory]; one cannot be loaded:"
                + " redis.RedisProvider not found");
  }

  @Test
  void preferred_isTheOneOfHighestPriority() {
    assertThat(
            cachesOf(List.of(named("a", 1), named("b", 2), named("c", Provider.FALLBACK)))
                .preferred()
                .id())
        .isEqualTo("b");
  }

  @Test
  void preferred_ofATie_namesThemAndSaysWhatToWrite() {
    var providers =
        cachesOf(List.of(named("redis", 5), named("ehcache", 5), named("inmemory", -100)));

    assertThatThrownBy(providers::preferred)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cache providers [ehcache, redis] have the same priority; name one, for example"
                + " .cache(\"ehcache\", Map.of())");
  }

  @Test
  void preferred_whenThereIsNone_saysWhatToDo() {
    assertThatThrownBy(() -> cachesOf(List.of()).preferred())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no cache provider found; add one to the class path or module path");
  }

  @Test
  void preferred_whenOneCannotBeLoaded_doesNotGuess() {
    var providers =
        cachesOf(List.of(broken("com.acme.Redis could not be instantiated"), named("a", 1)));

    assertThatThrownBy(providers::preferred)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "a cache provider cannot be loaded: com.acme.Redis could not be instantiated; mend it,"
                + " or name one of [a], for example .cache(\"a\", Map.of())");
  }

  @Test
  void aBrokenProvider_whereOneIsNamed_isOnlyADiagnostic() {
    var providers =
        cachesOf(List.of(broken("com.acme.Redis could not be instantiated"), named("a", 1)));

    assertThat(providers.named("a").id()).isEqualTo("a");
    assertThat(providers.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "warning [provider-broken] a cache provider cannot be loaded: com.acme.Redis could not"
                + " be instantiated; mend it or take it off the class path");
  }

  @Test
  void twoOfOneId_areAnError_thatSaysWhereEachComesFrom() {
    String place = getClass().getProtectionDomain().getCodeSource().getLocation().toString();

    var providers = cachesOf(List.of(named("redis", 1), new Other()));

    assertThatThrownBy(providers::preferred)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "two cache providers call themselves 'redis': "
                + Named.class.getName()
                + " from "
                + place
                + " and "
                + Other.class.getName()
                + " from "
                + place
                + "; take one off the class path");
  }

  @Test
  void anUnknownOption_saysWhatThereIs() {
    var providers = cachesOf(List.of(named("ehcache", 0)));

    assertThatThrownBy(() -> providers.options(providers.named("ehcache"), Map.of("haep", "1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cache 'ehcache' has no option 'haep'; it has [disk, heap]");
  }

  @Test
  void anIteratorThatFailsForEver_endsAllTheSame() {
    Iterator<Supplier<Provider>> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw new ServiceConfigurationError("again");
          }

          @Override
          public Supplier<Provider> next() {
            throw new NoSuchElementException();
          }
        };

    var providers =
        new Providers<Provider>("cache", getClass().getClassLoader(), List.of(), endless);

    assertThat(providers.diagnostics()).hasSize(1);
    assertThat(providers.found()).extracting(Found::fault).containsExactly("again");
  }

  @Test
  void twoOfOneId_areNoneToChoose_evenByName() {
    var providers = cachesOf(List.of(named("redis", 1), new Other(), named("ehcache", 0)));

    assertThatThrownBy(() -> providers.named("ehcache"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("two cache providers call themselves 'redis'");
    assertThatThrownBy(providers::all).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aProvider_isAskedOnce_soThatItCannotChangeItsMind() {
    var fickle = new Fickle();
    var providers = cachesOf(List.of(fickle, named("inmemory", -100)));

    assertThat(providers.preferred()).isSameAs(fickle);
    assertThat(providers.preferred()).isSameAs(fickle);
    assertThat(providers.named("fickle")).isSameAs(fickle);
  }

  @Test
  void wherePreferred_saysOfEachWhatBuildingWouldMakeOfIt() {
    var providers = cachesOf(List.of(named("ehcache", 0), named("inmemory", -100)));

    assertThat(verdicts(providers, providers::wherePreferred))
        .containsExactly(
            "chosen: the single highest priority",
            "not chosen: cache 'ehcache' has priority 0, this has -100");
  }

  @Test
  void wherePreferred_ofATie_hasTheWordsOfTheError_andTheRestItsPriority() {
    var providers =
        cachesOf(List.of(named("redis", 5), named("ehcache", 5), named("inmemory", -100)));
    String tie =
        "not chosen: cache providers [ehcache, redis] have the same priority; name one, for example"
            + " .cache(\"ehcache\", Map.of())";

    assertThat(verdicts(providers, providers::wherePreferred))
        .containsExactly(tie, tie, "not chosen: cache 'ehcache' has priority 5, this has -100");
  }

  @Test
  void wherePreferred_whenOneCannotBeLoaded_choosesNone() {
    var providers =
        cachesOf(List.of(broken("com.acme.Redis could not be instantiated"), named("a", 1)));

    assertThat(verdicts(providers, providers::wherePreferred))
        .containsExactly(
            "cannot be loaded: com.acme.Redis could not be instantiated",
            "not chosen: a cache provider cannot be loaded: com.acme.Redis could not be"
                + " instantiated; mend it, or name one of [a], for example .cache(\"a\","
                + " Map.of())");
  }

  @Test
  void whereNamed_saysWhichIs() {
    var providers =
        cachesOf(List.of(named("a", 9), named("b", 1), broken("com.acme.Redis not found")));

    assertThat(verdicts(providers, one -> providers.whereNamed("b", one)))
        .containsExactly(
            "not chosen: cache 'b' is named",
            "chosen: it is named",
            "cannot be loaded: com.acme.Redis not found");
    assertThat(verdicts(providers, one -> providers.whereNamed(Set.of("b", "c"), one)))
        .containsExactly(
            "not chosen: only those that are named are used: [b, c]",
            "chosen: it is named",
            "cannot be loaded: com.acme.Redis not found");
  }

  @Test
  void whereNamed_whenThereIsNoneOfThatName_hasTheWordsOfTheError() {
    var providers = cachesOf(List.of(named("a", 9)));

    assertThat(verdicts(providers, one -> providers.whereNamed("redis", one)))
        .containsExactly("not chosen: no cache provider 'redis'; found [a]");
  }

  @Test
  void whereAnything_whenTwoAreOfOneId_choosesNone() {
    var providers = cachesOf(List.of(named("redis", 1), new Other(), named("a", 0)));

    assertThat(verdicts(providers, providers::wherePreferred))
        .hasSize(3)
        .allMatch(words -> words.startsWith("not chosen: two cache providers call themselves"));
    assertThat(verdicts(providers, one -> providers.whereNamed("a", one)))
        .allMatch(words -> words.startsWith("not chosen: two cache providers call themselves"));
  }

  @Test
  void whereGiven_saysWhat() {
    var providers = cachesOf(List.of(named("a", 9)));

    assertThat(verdicts(providers, one -> providers.whereGiven("a cache", one)))
        .containsExactly("not chosen: the engine is given a cache");
  }

  @Test
  void found_ofOneThatThrowsWhenAsked_hasWhatItSaidBefore() {
    var providers = cachesOf(List.of(new Throwing()));

    Found<Provider> one = providers.found().get(0);
    assertThat(one.id()).isEqualTo("throwing");
    assertThat(one.priority()).isNull();
    assertThat(one.type()).isEqualTo(Throwing.class);
    assertThat(one.provider()).isNull();
    assertThat(one.fault()).isEqualTo("com/acme\\u001b");
    assertThat(providers.diagnostics()).hasSize(1);
  }

  private static List<String> verdicts(
      Providers<Provider> providers, Function<Found<Provider>, Verdict> rule) {
    return providers.found().stream()
        .map(rule)
        .map(verdict -> verdict.state().words() + ": " + verdict.reason())
        .toList();
  }

  private static Providers<Provider> cachesOf(List<Supplier<Provider>> found) {
    return new Providers<>(
        "cache", ProvidersTest.class.getClassLoader(), List.of(), found.iterator());
  }

  private static Supplier<Provider> named(String id, int priority) {
    return () -> new Named(id, priority);
  }

  private static Supplier<Provider> broken(String message) {
    return () -> {
      throw new ServiceConfigurationError(message);
    };
  }

  private record Named(String id, int priority) implements Provider {

    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.of("heap", OptionSpec.Type.INTEGER, "how much"),
          OptionSpec.of("disk", OptionSpec.Type.PATH, "where"));
    }
  }

  private static final class Other implements Provider, Supplier<Provider> {

    @Override
    public String id() {
      return "redis";
    }

    @Override
    public Provider get() {
      return this;
    }
  }

  /** Is of another priority whenever it is asked. */
  private static final class Fickle implements Provider, Supplier<Provider> {
    private int priority = 7;

    @Override
    public String id() {
      return "fickle";
    }

    @Override
    public int priority() {
      priority -= 500;
      return priority + 500;
    }

    @Override
    public Provider get() {
      return this;
    }
  }

  private static final class Throwing implements Provider, Supplier<Provider> {

    @Override
    public String id() {
      return "throwing";
    }

    @Override
    public int priority() {
      throw new NoClassDefFoundError("com/acme\u001b");
    }

    @Override
    public Provider get() {
      return this;
    }
  }
}
