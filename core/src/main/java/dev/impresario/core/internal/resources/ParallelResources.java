package dev.impresario.core.internal.resources;

import dev.impresario.Resources;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

@SuppressWarnings({"unused", "DoNotCallSuggester"})
public final class ParallelResources {
  private ParallelResources() {}

  public static <R extends AutoCloseable> Resources<R> open(
      List<? extends Callable<? extends R>> openers, Executor executor)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }
}
