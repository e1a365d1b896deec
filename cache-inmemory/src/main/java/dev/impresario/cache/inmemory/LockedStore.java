package dev.impresario.cache.inmemory;

import dev.impresario.CacheSize;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call at a time, reads included.
 *
 * <p>Guava notes each read in a queue without a bound, which a write must empty while it holds the
 * lock. Where a few threads read faster than one can empty it, that write never ends and the queue
 * takes all memory. With this lock no read comes in between.
 */
final class LockedStore<K, V> implements Store<K, V> {
  private final ReentrantLock lock = new ReentrantLock();
  private final MapStore<K, V> store;

  LockedStore(MapStore<K, V> store) {
    this.store = store;
  }

  @Override
  public @Nullable V get(K key) {
    lock.lock();
    try {
      return store.get(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(K key, V value) {
    lock.lock();
    try {
      store.put(key, value);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(K key) {
    lock.lock();
    try {
      store.remove(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void removeIf(Predicate<? super K> filter) {
    keys().stream().filter(filter).forEach(this::remove); // a filter is not for under a lock
  }

  @Override
  public CacheSize size() {
    lock.lock();
    try {
      return store.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void clear() {
    lock.lock();
    try {
      store.clear();
    } finally {
      lock.unlock();
    }
  }

  private List<K> keys() {
    lock.lock();
    try {
      return List.copyOf(store.entries().keySet());
    } finally {
      lock.unlock();
    }
  }
}
