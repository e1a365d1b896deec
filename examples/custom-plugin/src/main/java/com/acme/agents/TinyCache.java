package com.acme.agents;

import static java.util.Objects.requireNonNull;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

// tag::cache[]
/** A map in the order of use, behind one lock. Safe for use by many threads. */
final class TinyCache<K, V> implements Cache<K, V> {
  private final ReentrantLock lock = new ReentrantLock(); // reads take it too: they move entries
  private final LinkedHashMap<K, Weighed<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long maximumWeight;
  private final ToLongBiFunction<K, V> weigher;
  private long weight;
  private long evictions;
  private boolean closed;

  TinyCache(long maximumWeight, ToLongBiFunction<K, V> weigher) {
    this.maximumWeight = maximumWeight;
    this.weigher = weigher;
  }

  private record Weighed<V>(V value, long weight) {
    Weighed {
      if (weight < 0) { // would make room for more than the bound
        throw new IllegalArgumentException("an entry must not weigh less than 0: " + weight);
      }
    }
  }

  @Override
  public @Nullable V get(K key) {
    Weighed<V> held = locked(() -> entries.get(requireNonNull(key)));
    return held == null ? null : held.value();
  }

  @Override
  public void put(K key, V value) {
    requireNonNull(key);
    requireNonNull(value);
    var entry = new Weighed<>(value, weigher.applyAsLong(key, value)); // others' code: unlocked
    locked(() -> hold(key, entry));
  }

  @Override
  public void invalidate(K key) {
    locked(() -> forget(requireNonNull(key)));
  }

  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    List<K> keys = locked(() -> List.copyOf(entries.keySet()));
    keys.stream().filter(filter).forEach(this::invalidate); // others' code again
  }

  @Override
  public CacheSize size() {
    return locked(() -> new CacheSize(entries.size(), weight, evictions));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      entries.clear();
    } finally {
      lock.unlock();
    }
  }

  private boolean hold(K key, Weighed<V> entry) {
    forget(key);
    if (entry.weight() > maximumWeight) {
      evictions++; // it alone: that it will not fit is no reason to forget the others
      return false;
    }
    while (weight > maximumWeight - entry.weight()) { // a sum might overflow
      forget(entries.keySet().iterator().next());
      evictions++;
    }
    entries.put(key, entry);
    weight += entry.weight();
    return true;
  }

  private @Nullable Weighed<V> forget(K key) {
    Weighed<V> held = entries.remove(key);
    weight -= held == null ? 0 : held.weight();
    return held;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the cache is closed");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
// end::cache[]
