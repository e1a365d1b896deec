package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.CacheProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheContractTest {

  /** Of objects, on the heap. */
  static class Subject extends CacheContract {
    @Override
    protected final CacheProvider provider() {
      return Planted.current(CacheProvider.class);
    }

    @Override
    protected final Map<String, String> options() {
      return Map.of("directory", UUID.randomUUID().toString());
    }
  }

  /** Of bytes that stay. */
  static final class ByteSubject extends Subject {
    @Override
    protected boolean persistent() {
      return true;
    }
  }

  @Test
  void cache_thatIsRight_passes() {
    var objects = Planted.run(Subject.class, new ReferenceProvider());
    var bytes =
        Planted.run(ByteSubject.class, ReferenceProvider.inDirectory(ReferenceByteCache::new));

    assertThat(objects.failed()).isEmpty();
    assertThat(bytes.failed()).isEmpty();
    assertThat(Stream.of(objects, bytes).flatMap(outcome -> outcome.passed().stream()))
        .containsAll(Planted.rules(CacheContract.class))
        .containsAll(Planted.rules(ProviderContract.class));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.tck.CacheByteFaults#faults")
  void faultOfBytes_failsJustItsTest(Fault fault) {
    Planted.run(ByteSubject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() {
    Set<String> shown =
        Stream.concat(faults(), CacheByteFaults.faults().stream())
            .map(Fault::rule)
            .collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Planted.rules(CacheContract.class));
  }

  @Test
  void cache_thatRefusesATimeToLiveInPlainWords_passes() {
    assertAllows(
        spec ->
            CacheExpiryFaults.refuses(
                spec, new ConfigurationException("this cache knows no time to live")));
  }

  @Test
  void cache_whoseEntriesExpireASecondEarly_passes() {
    assertAllows(spec -> CacheExpiryFaults.expires(spec, (age, limit) -> age >= limit - 1e9));
  }

  private static void assertAllows(ReferenceProvider.Making making) {
    assertThat(Planted.run(Subject.class, ReferenceProvider.of(making)).failed()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless author returns
  void cacheThatIsNull_isTold_inTheWordsOfTheContract() {
    var outcome = Planted.run(Subject.class, ReferenceProvider.of(spec -> null));

    assertThat(outcome.failed().values())
        .anySatisfy(
            message -> assertThat(message).contains("create(...) must return what it makes"))
        .noneMatch(message -> message.contains("NullPointerException"));
  }

  static Stream<Fault> faults() {
    return Stream.of(
            CacheStoringFaults.faults(),
            CacheExpiryFaults.faults(),
            CacheBoundFaults.faults(),
            CacheThreadFaults.faults(),
            CacheLifeFaults.faults())
        .flatMap(List::stream);
  }
}
