package dev.impresario.cache.inmemory;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache that starts its store when something is first put: a run that reads no prompt does not
 * pay for loading the library.
 */
final class InMemoryCache<K, V> implements Cache<K, V> {
  private final ReentrantLock starting = new ReentrantLock();
  private final Supplier<Store<K, V>> factory;
  private volatile @Nullable Store<K, V> store;
  private volatile boolean closed;

  InMemoryCache(Supplier<Store<K, V>> factory) {
    this.factory = factory;
  }

  @Override
  public @Nullable V get(K key) {
    Objects.requireNonNull(key, "key");
    Store<K, V> started = started();
    return started == null ? null : started.get(key);
  }

  @Override
  public void put(K key, V value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Store<K, V> started = started();
    (started != null ? started : start()).put(key, value);
  }

  @Override
  public void invalidate(K key) {
    Objects.requireNonNull(key, "key");
    Store<K, V> started = started();
    if (started != null) {
      started.remove(key);
    }
  }

  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    Objects.requireNonNull(filter, "filter");
    Store<K, V> started = started();
    if (started != null) {
      started.removeIf(filter);
    }
  }

  @Override
  public CacheSize size() {
    Store<K, V> started = started();
    return started == null ? new CacheSize(0, 0, 0) : started.size();
  }

  @Override
  public void close() {
    starting.lock();
    try {
      closed = true;
      Store<K, V> started = store;
      store = null;
      if (started != null) {
        started.clear();
      }
    } finally {
      starting.unlock();
    }
  }

  /** Returns the store, or null if nothing was put yet. */
  private @Nullable Store<K, V> started() {
    Store<K, V> started = store;
    if (started == null) {
      requireOpen(); // close takes the store away after it says so
    }
    return started;
  }

  private Store<K, V> start() {
    starting.lock();
    try {
      requireOpen();
      Store<K, V> started = store;
      if (started == null) {
        started = factory.get();
        store = started;
      }
      return started;
    } finally {
      starting.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
  }
}
