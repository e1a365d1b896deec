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
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    assertThatThrownBy(() -> cachesOf(List.of(named("redis", 1), new Other())))
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
    Iterator<Provider> endless = failing(Stream.generate(() -> broken("again")).iterator());

    var providers =
        new Providers<Provider>("cache", getClass().getClassLoader(), List.of(), endless);

    assertThat(providers.diagnostics()).hasSizeLessThanOrEqualTo(100).isNotEmpty();
  }

  private static Providers<Provider> cachesOf(List<Supplier<Provider>> found) {
    return new Providers<>(
        "cache", ProvidersTest.class.getClassLoader(), List.of(), failing(found.iterator()));
  }

  private static Iterator<Provider> failing(Iterator<Supplier<Provider>> suppliers) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return suppliers.hasNext();
      }

      @Override
      public Provider next() {
        return suppliers.next().get();
      }
    };
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
}
