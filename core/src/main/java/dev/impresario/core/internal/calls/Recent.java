package dev.impresario.core.internal.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What is made for names that come from files, which may be any number: what is in use stays, and
 * of the rest what was used last. One that was let go and is wanted again begins anew.
 */
final class Recent<K, V> {
  private final int limit;
  private final Function<? super K, ? extends V> maker;
  private final ReentrantLock lock = new ReentrantLock();
  // guarded by the lock; a key is in one of them at most
  private final Map<K, Use> used = new HashMap<>();
  private final Map<K, Use> idle = new LinkedHashMap<>(); // the longest idle first

  /**
   * Holds at most so many, made by this, or as many as are in use if these are more; it runs under
   * a lock and must call nothing foreign.
   */
  Recent(int limit, Function<? super K, ? extends V> maker) {
    this.limit = limit;
    this.maker = maker;
  }

  /**
   * Returns the value for the key, which is made if it is not there, to be closed after its use.
   */
  Use use(K key) {
    lock.lock();
    try {
      Use use = used.get(key);
      if (use == null) {
        use = idle.remove(key);
        if (use == null) {
          use = new Use(key, maker.apply(key));
        }
        used.put(key, use);
      }
      use.users++;
      letGo();
      return use;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all values. */
  List<V> all() {
    lock.lock();
    try {
      var all = new ArrayList<V>();
      used.values().forEach(use -> all.add(use.value));
      idle.values().forEach(use -> all.add(use.value));
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void letGo() {
    Iterator<Use> longestIdle = idle.values().iterator();
    while (longestIdle.hasNext() && used.size() + idle.size() > limit) {
      longestIdle.next();
      longestIdle.remove();
    }
  }

  /** A value in use. Each user closes it once. */
  final class Use implements AutoCloseable {
    private final K key;
    private final V value;
    private int users; // guarded by the lock

    private Use(K key, V value) {
      this.key = key;
      this.value = value;
    }

    /** Returns the value. */
    V value() {
      return value;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        users--;
        if (users == 0) {
          used.remove(key);
          idle.put(key, this);
          letGo();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
