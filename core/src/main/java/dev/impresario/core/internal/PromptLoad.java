package dev.impresario.core.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** One load under way: its owner runs the loader, other threads wait for the outcome. */
final class PromptLoad {

  private enum Fate {
    OPEN,
    KEPT,
    DISCARDED
  }

  private final Thread owner;
  private final CompletableFuture<String> outcome = new CompletableFuture<>();
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

  PromptLoad(Thread owner) {
    this.owner = owner;
  }

  Thread owner() {
    return owner;
  }

  boolean isDone() {
    return outcome.isDone();
  }

  /** Called by the owner before it puts the value in the backend. */
  boolean mayBeKept() {
    return fate.compareAndSet(Fate.OPEN, Fate.KEPT);
  }

  /**
   * Called by whoever invalidates the key. Once this returns, the owner either will not put its
   * value in the backend or has done so already, so that the invalidation finds it there.
   */
  void discard() {
    boolean late = !fate.compareAndSet(Fate.OPEN, Fate.DISCARDED);
    if (late && owner != Thread.currentThread()) { // a backend may invalidate while it stores
      outcome.handle((value, failure) -> value).join();
    }
  }

  void succeed(String prompt) {
    outcome.complete(prompt);
  }

  void fail(Throwable cause) {
    outcome.completeExceptionally(cause);
  }

  String await() throws IOException, InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw rethrown(Objects.requireNonNull(e.getCause()));
    }
  }

  private static IOException rethrown(Throwable cause) throws IOException {
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw (IOException) cause;
  }
}
