package dev.impresario.tck;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cache that keeps all rules, the plain way; a fault overrides one of its steps. */
class ReferenceCache<K, V> implements Cache<K, V> {
  final ReentrantLock lock = new ReentrantLock();
  final Map<K, Held> entries;
  final CacheSpec<K, V> spec;
  long weight;
  long evictions;
  volatile boolean closed;

  ReferenceCache(CacheSpec<K, V> spec) {
    this(spec, new LinkedHashMap<>(16, 0.75f, true));
  }

  ReferenceCache(CacheSpec<K, V> spec, Map<K, Held> entries) {
    this.spec = spec;
    this.entries = entries;
  }

  /**
   * What is held.
   *
   * @param value the value, as it is stored
   * @param weight what it weighs
   * @param since when it was put
   */
  record Held(Object value, long weight, long since) {}

  @Override
  public @Nullable V get(K key) {
    Objects.requireNonNull(key, "key");
    lock.lock();
    try {
      requireOpen();
      return find(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(K key, V value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    lock.lock();
    try {
      requireOpen();
      hold(key, value);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void invalidate(K key) {
    Objects.requireNonNull(key, "key");
    lock.lock();
    try {
      requireOpen();
      forget(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    Objects.requireNonNull(filter, "filter");
    keys().stream().filter(filter).forEach(this::forgetOpen); // others' code: unlocked
  }

  List<K> keys() {
    lock.lock();
    try {
      requireOpen();
      return List.copyOf(entries.keySet());
    } finally {
      lock.unlock();
    }
  }

  void forgetOpen(K key) {
    lock.lock();
    try {
      requireOpen();
      forget(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CacheSize size() {
    lock.lock();
    try {
      requireOpen();
      return measured();
    } finally {
      lock.unlock();
    }
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

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
  }

  @Nullable V find(K key) {
    Held held = entries.get(key);
    if (held != null && expired(held)) {
      forget(key);
      evictions++;
      return null;
    }
    return held == null ? null : thaw(held.value());
  }

  void hold(K key, V value) {
    long weighed = weigh(key, value);
    forget(key);
    if (weighed <= spec.maximumWeight()) {
      makeRoom(weighed);
      entries.put(key, new Held(freeze(value), weighed, spec.ticker().getAsLong()));
      weight += weighed;
    }
  }

  long weigh(K key, V value) {
    long weighed = spec.weigher().applyAsLong(key, value);
    if (weighed < 0) {
      throw new IllegalArgumentException("an entry must not weigh less than 0: " + weighed);
    }
    return weighed;
  }

  void makeRoom(long needed) {
    var eldest = entries.entrySet().iterator();
    while (weight > spec.maximumWeight() - needed && eldest.hasNext()) {
      long weighs = eldest.next().getValue().weight();
      if (weighs > 0) {
        eldest.remove();
        weight -= weighs;
        evictions++;
      }
    }
  }

  void forget(K key) {
    Held held = entries.remove(key);
    weight -= held == null ? 0 : held.weight();
  }

  boolean expired(Held held) {
    return spec.timeToLive() != null && age(held) >= nanos(spec.timeToLive());
  }

  long age(Held held) {
    return spec.ticker().getAsLong() - held.since();
  }

  CacheSize measured() {
    return new CacheSize(entries.size(), weight, evictions);
  }

  Object freeze(V value) {
    return value;
  }

  @SuppressWarnings("unchecked") // as freeze left it
  @Nullable V thaw(Object value) {
    return (V) value;
  }

  static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
