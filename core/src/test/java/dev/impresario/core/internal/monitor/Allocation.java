package dev.impresario.core.internal.monitor;

import java.lang.reflect.Method;

/**
 * Measures what a thread allocates. By reflection, since the module under test does not read the
 * one that can tell.
 */
final class Allocation {

  private Allocation() {}

  /** Returns how many bytes the work allocates on this thread, and some 100 for measuring. */
  static long of(Runnable work) throws ReflectiveOperationException {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method allocated =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
    long id = Thread.currentThread().getId();
    allocated.invoke(threads, id);
    long before = (long) allocated.invoke(threads, id);
    work.run();
    return (long) allocated.invoke(threads, id) - before;
  }
}
