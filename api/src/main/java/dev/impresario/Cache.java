package dev.impresario;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A backend: a bounded store that may forget. It only stores; who loads what is missing is the
 * engine's business.
 *
 * <p>Safe for use by many threads. After {@link #close} every call but {@code close} throws {@link
 * IllegalStateException}.
 *
 * @param <K> the keys; with {@code equals} and {@code hashCode}
 * @param <V> the values
 */
public interface Cache<K, V> extends AutoCloseable {

  /** Returns what is held under the key, or null if nothing is. */
  @Nullable V get(K key);

  /** Holds the value under the key, in place of any other, until it is evicted or invalidated. */
  void put(K key, V value);

  /** Forgets the key. Once this returns, {@link #get} no longer returns an earlier value. */
  void invalidate(K key);

  /**
   * Forgets every key that the filter accepts. Walks all keys. The filter is called under no lock:
   * it may use this cache, and wait for other threads that do.
   */
  void invalidateIf(Predicate<? super K> filter);

  /** Returns how full the cache is. */
  CacheSize size();

  /**
   * Returns whether what is held outlives this object: whether one that is made alike after {@link
   * #close}, in another process too, has it. False if not said otherwise.
   */
  default boolean persistent() {
    return false;
  }

  /** Frees the memory of everything held. A second call does nothing. */
  @Override
  void close();
}
