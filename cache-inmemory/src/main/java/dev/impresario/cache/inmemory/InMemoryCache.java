package dev.impresario.cache.inmemory;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache that starts its store when it is first used: a run that reads no prompt does not pay for
 * loading the library.
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
    return entries().get(Objects.requireNonNull(key, "key"));
  }

  @Override
  public void put(K key, V value) {
    entries().put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
  }

  @Override
  public void invalidate(K key) {
    entries().remove(Objects.requireNonNull(key, "key"));
  }

  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    entries().keySet().removeIf(Objects.requireNonNull(filter, "filter"));
  }

  @Override
  public CacheSize size() {
    requireOpen();
    Store<K, V> started = store;
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
        started.entries().clear();
      }
    } finally {
      starting.unlock();
    }
  }

  private ConcurrentMap<K, V> entries() {
    Store<K, V> started = store;
    return (started != null ? started : start()).entries();
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
