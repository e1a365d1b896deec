package dev.impresario.core.internal.dispatch;

import java.lang.invoke.MethodHandle;
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
 * As many daemon threads as are asked for: virtual ones where the JDK has them, else a cached pool.
 * Who uses it bounds how many. Safe for use by many threads.
 */
public final class Threads implements Executor, AutoCloseable {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final long IDLE_SECONDS = 10;

  private final ThreadFactory factory;
  private final @Nullable ThreadPoolExecutor pool;

  /** Makes an executor that has started no thread yet. */
  public Threads(String prefix) {
    boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    factory = virtual ? virtual(prefix) : platform(prefix);
    pool = virtual ? null : pool(factory);
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
      var thread = new Thread(work, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The same as {@code Thread.ofVirtual().name(prefix, 1).factory()}, which 17 cannot compile. */
  private static ThreadFactory virtual(String prefix) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle make =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle name =
          lookup.findVirtual(
              builder, "name", MethodType.methodType(builder, String.class, long.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      return (ThreadFactory) factory.invoke(name.invoke(make.invoke(), prefix, 1L));
    } catch (Throwable e) {
      throw new LinkageError("this JDK should have virtual threads", e);
    }
  }
}
