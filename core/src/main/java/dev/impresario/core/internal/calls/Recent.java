package dev.impresario.core.internal.calls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What is made for names that come from files, which may be any number: the most recently used ones
 * stay. One that was let go and is wanted again begins anew.
 */
final class Recent<K, V> {
  private final int limit;
  private final Function<? super K, ? extends V> maker;
  // Reads must write too: the order of use moves. Guarded by the lock.
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock lock = new ReentrantLock();

  /** Holds at most so many, made by this; it runs under a lock and must call nothing foreign. */
  Recent(int limit, Function<? super K, ? extends V> maker) {
    this.limit = limit;
    this.maker = maker;
  }

  /** Returns the value for the key, which is made if it is not there. */
  V get(K key) {
    lock.lock();
    try {
      V value = values.computeIfAbsent(key, maker);
      if (values.size() > limit) {
        letGoOfTheEldest();
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all values. */
  List<V> all() {
    lock.lock();
    try {
      return new ArrayList<>(values.values());
    } finally {
      lock.unlock();
    }
  }

  private void letGoOfTheEldest() {
    var eldest = values.keySet().iterator();
    eldest.next();
    eldest.remove();
  }
}
