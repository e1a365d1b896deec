package dev.impresario.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The cache that the engine wants. A backend honours every field or refuses to be made.
 *
 * <p>Every {@code maximumWeight} from 1 works, and all of it can be used; only one that is too
 * large may be refused. An entry that is heavier than all of it ends the value that its key had,
 * and evicts nothing else. Where the weigher returns less than 0, {@code put} throws {@link
 * IllegalArgumentException}. An entry may expire up to a second before its time to live has passed,
 * and is never served after it. The weigher may be called under a lock of the backend, so it uses
 * no cache and waits for nobody.
 *
 * @param <K> the keys
 * @param <V> the values
 * @param name what the cache is for, such as {@code prompts}; also fit for a file name
 * @param keys how keys become bytes, for tiers that need bytes
 * @param values how values become bytes, for tiers that need bytes
 * @param maximumWeight what all entries may weigh together, at least 1; the one bound there is
 * @param weigher what an entry weighs, at least 0; counting entries is the weigher that returns 1
 * @param timeToLive how long an entry is held after it was put, or null for no limit
 * @param ticker the passing of time in nanoseconds, as {@link System#nanoTime} tells it
 */
public record CacheSpec<K, V>(
    String name,
    Codec<K> keys,
    Codec<V> values,
    long maximumWeight,
    ToLongBiFunction<K, V> weigher,
    @Nullable Duration timeToLive,
    LongSupplier ticker) {

  /** Checks the parts. */
  public CacheSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(weigher, "weigher");
    Objects.requireNonNull(ticker, "ticker");
    if (maximumWeight < 1) {
      throw new IllegalArgumentException("maximum weight must be at least 1: " + maximumWeight);
    }
    if (timeToLive != null && (timeToLive.isNegative() || timeToLive.isZero())) {
      throw new IllegalArgumentException("time to live must be positive: " + timeToLive);
    }
  }

  /** Creates the spec of a cache that weighs its entries and holds them without a time limit. */
  public static <K, V> CacheSpec<K, V> weighing(
      String name,
      Codec<K> keys,
      Codec<V> values,
      long maximumWeight,
      ToLongBiFunction<K, V> weigher) {
    return new CacheSpec<>(name, keys, values, maximumWeight, weigher, null, System::nanoTime);
  }

  /** Creates the spec of a cache that counts its entries and holds them without a time limit. */
  public static <K, V> CacheSpec<K, V> counting(
      String name, Codec<K> keys, Codec<V> values, long maximumEntries) {
    return weighing(name, keys, values, maximumEntries, (key, value) -> 1);
  }

  /** Returns this spec with a time limit. */
  public CacheSpec<K, V> withTimeToLive(@Nullable Duration limit) {
    return new CacheSpec<>(name, keys, values, maximumWeight, weigher, limit, ticker);
  }

  /** Returns this spec with another clock. */
  public CacheSpec<K, V> withTicker(LongSupplier other) {
    return new CacheSpec<>(name, keys, values, maximumWeight, weigher, timeToLive, other);
  }
}
