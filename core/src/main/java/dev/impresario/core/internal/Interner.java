package dev.impresario.core.internal;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives equal values of many files one object: of ten thousand agents most ask for the same few
 * models and tools. Keeps alive nothing that nobody else needs, and stops to learn when there is
 * too much that differs. Safe for use by many threads.
 */
final class Interner<T> {
  private static final int MAXIMUM = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<T, WeakReference<T>> known = new WeakHashMap<>(); // guarded by lock

  /** Returns a value that equals this one, and mostly the same object for all that do. */
  T one(T value) {
    lock.lock();
    try {
      WeakReference<T> reference = known.get(value);
      T one = reference == null ? null : reference.get();
      if (one != null) {
        return one;
      }
      if (known.size() < MAXIMUM) {
        known.put(value, new WeakReference<>(value));
      }
      return value;
    } finally {
      lock.unlock();
    }
  }
}
