package dev.impresario.core.internal.resources;

import dev.impresario.ImpresarioException;
import dev.impresario.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resources that are opened in parallel and closed in parallel.
 *
 * @param <R> what they are
 */
public final class ParallelResources<R extends AutoCloseable> implements Resources<R> {
  private final List<R> all;
  private final Executor executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ParallelResources(List<R> all, Executor executor) {
    this.all = all;
    this.executor = executor;
  }

  /**
   * Opens them on this thread and at most 16 of the executor, as far as it has any to spare.
   *
   * @throws ImpresarioException if one could not be opened; the others are closed again. The cause
   *     is the failure of the first opener that failed, the others' are suppressed
   * @throws InterruptedException if the thread is interrupted; the openers are interrupted, and
   *     what is open, or comes to be, is closed
   */
  public static <R extends AutoCloseable> Resources<R> open(
      List<? extends Callable<? extends R>> openers, Executor executor)
      throws InterruptedException {
    var openings = new ArrayList<Opening<R>>();
    openers.forEach(opener -> openings.add(new Opening<>(opener)));
    try {
      Together.run(openings, executor);
    } catch (InterruptedException e) {
      openings.forEach(Opening::cancel);
      closeAll(opened(openings), executor).forEach(e::addSuppressed);
      throw e;
    }
    List<R> opened = opened(openings);
    List<Throwable> failures =
        openings.stream().flatMap(opening -> Stream.ofNullable(opening.failure())).toList();
    if (!failures.isEmpty()) {
      ImpresarioException failure = failed("opened", failures, openings.size());
      closeAll(opened, executor).forEach(failure::addSuppressed);
      throw failure;
    }
    return new ParallelResources<>(opened, executor);
  }

  @Override
  public List<R> all() {
    return all;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    List<Throwable> failures = closeAll(all, executor);
    if (!failures.isEmpty()) {
      throw failed("closed", failures, all.size());
    }
  }

  private static List<Throwable> closeAll(
      List<? extends AutoCloseable> resources, Executor executor) {
    List<Closing> closings = resources.stream().map(Closing::new).toList();
    Together.runToTheEnd(closings, executor);
    return closings.stream().flatMap(closing -> Stream.ofNullable(closing.failure)).toList();
  }

  private static <R extends AutoCloseable> List<R> opened(List<Opening<R>> openings) {
    return openings.stream().flatMap(opening -> Stream.ofNullable(opening.opened())).toList();
  }

  /** Names the first one's type only: a message of foreign code may hold anything. */
  private static ImpresarioException failed(String what, List<Throwable> failures, int of) {
    Throwable first = failures.get(0);
    var failure =
        new ImpresarioException(
            "%d of %d resources could not be %s, the first with %s; see the cause"
                .formatted(failures.size(), of, what, first.getClass().getName()),
            first);
    failures.stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }

  private static final class Closing implements Runnable {
    private final AutoCloseable resource;
    private volatile @Nullable Throwable failure;

    Closing(AutoCloseable resource) {
      this.resource = resource;
    }

    @Override
    public void run() {
      try {
        resource.close();
      } catch (Throwable e) { // the others have to be closed whatever it is, and then it is told
        failure = e;
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
