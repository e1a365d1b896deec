package dev.impresario.core.internal.resources;

import dev.impresario.ImpresarioException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A resource that one thread opens, and for which another may lose patience. Safe for use by many
 * threads.
 */
final class Opening<R extends AutoCloseable> implements Runnable {
  private final Callable<? extends R> opener;

  // guarded by this
  private boolean cancelled;
  private @Nullable Thread runner;
  private @Nullable R opened;
  private @Nullable Throwable failure;

  Opening(Callable<? extends R> opener) {
    this.opener = opener;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    @Nullable R resource = null;
    @Nullable Throwable thrown = null;
    try {
      resource = opener.call();
    } catch (Throwable e) { // whatever it is, the caller must learn of it
      thrown = e;
    }
    boolean late = !end(resource, thrown);
    if (late && resource != null) {
      Thread.interrupted(); // told it to stop opening, not to stop closing
      closeLate(resource);
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean begin() {
    runner = Thread.currentThread();
    return !cancelled;
  }

  private synchronized boolean end(@Nullable R resource, @Nullable Throwable thrown) {
    runner = null;
    opened = cancelled ? null : resource;
    failure =
        thrown != null || resource != null
            ? thrown
            : new ImpresarioException("an opener returned null");
    return !cancelled;
  }

  private static void closeLate(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Throwable e) { // nobody is left to be told
      LoggerFactory.getLogger("dev.impresario.delegation")
          .warn("a resource that was opened too late could not be closed", e);
    }
  }

  /** Has it not begin, or interrupts it; what it opens all the same is closed. */
  synchronized void cancel() {
    cancelled = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Returns what was opened in time, or null. */
  synchronized @Nullable R opened() {
    return opened;
  }

  /** Returns why it could not be opened, or null. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }
}
