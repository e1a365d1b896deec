package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A thread that does one thing after another for somebody who does not wait for ever. */
final class Worker implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var made = new Thread(work, "contract");
            made.setDaemon(true); // what never ends must not keep the build
            return made;
          });

  /** Returns what the work gave, or that it did not end in time. */
  @Nullable Object outcome(Callable<?> work, int seconds) throws InterruptedException {
    Future<?> future = thread.submit(work);
    try {
      return future.get(seconds, SECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return "it did not end within %d s".formatted(seconds);
    } catch (ExecutionException e) {
      return "it threw " + e.getCause();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
