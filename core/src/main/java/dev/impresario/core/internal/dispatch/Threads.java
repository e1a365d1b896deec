package dev.impresario.core.internal.dispatch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * As many daemon threads as are asked for: virtual ones where that is wished for and the JDK has
 * them, else a cached pool. Who uses it bounds how many. None inherits what the thread that happens
 * to start it has in its thread locals. Safe for use by many threads.
 */
public final class Threads implements Executor, AutoCloseable {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final long IDLE_SECONDS = 10;

  private final ThreadFactory factory;
  private final @Nullable ThreadPoolExecutor pool;

  private Threads(ThreadFactory factory, boolean pooled) {
    this.factory = factory;
    this.pool = pooled ? pool(factory) : null;
  }

  /** Makes one that prefers virtual threads and has started none yet. */
  public static Threads virtualIfPossible(String prefix, ClassLoader loader) {
    return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
        ? new Threads(loading(virtual(prefix), loader), false)
        : ofTheSystem(prefix, loader);
  }

  /** Makes one of the system's threads that has started none yet. */
  public static Threads ofTheSystem(String prefix, ClassLoader loader) {
    return new Threads(loading(platform(prefix), loader), true);
  }

  /** Makes daemon threads of the system, for whoever needs one that is always there. */
  public static ThreadFactory daemons(String prefix, ClassLoader loader) {
    return loading(platform(prefix), loader);
  }

  private static ThreadFactory loading(ThreadFactory factory, ClassLoader loader) {
    return work -> {
      Thread thread = factory.newThread(work);
      thread.setContextClassLoader(loader);
      return thread;
    };
  }

  private static ThreadPoolExecutor pool(ThreadFactory factory) {
    // after the close there may still be who wants to hear of a result
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        factory,
        (work, closed) -> factory.newThread(work).start());
  }

  @Override
  public void execute(Runnable work) {
    if (pool == null) {
      factory.newThread(work).start();
    } else {
      pool.execute(work);
    }
  }

  /** Lets idle threads end; does not wait. */
  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }

  private static ThreadFactory platform(String prefix) {
    var number = new AtomicInteger();
    return work -> {
      var thread = new Thread(null, work, prefix + number.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * The same as {@code Thread.ofVirtual().name(prefix, 1).inheritInheritableThreadLocals(false)
   * .factory()}, which 17 cannot compile.
   */
  private static ThreadFactory virtual(String prefix) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object builder =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual)).invoke();
      builder =
          lookup
              .findVirtual(type, "name", MethodType.methodType(type, String.class, long.class))
              .invoke(builder, prefix, 1L);
      builder =
          lookup
              .findVirtual(
                  type,
                  "inheritInheritableThreadLocals",
                  MethodType.methodType(type, boolean.class))
              .invoke(builder, false);
      return (ThreadFactory)
          lookup
              .findVirtual(type, "factory", MethodType.methodType(ThreadFactory.class))
              .invoke(builder);
    } catch (Throwable e) {
      throw new LinkageError("this JDK should have virtual threads", e);
    }
  }
}
