package dev.impresario.core.internal;

import dev.impresario.ImpresarioException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What an engine made and therefore closes, the latest first. Used by one thread at a time. */
final class Belongings implements AutoCloseable {

  /** Closes without a checked exception. */
  @FunctionalInterface
  interface Closing {
    void close();
  }

  private final Deque<Closing> closings = new ArrayDeque<>();

  void add(Closing closing) {
    closings.push(closing);
  }

  /** Closes everything, whatever fails; then throws the first failure with the others attached. */
  @Override
  public void close() {
    @Nullable ImpresarioException failure = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().close();
      } catch (Throwable e) { // the others have to be closed whatever it is, and then it is told
        if (failure == null) {
          failure = new ImpresarioException("the engine is closed, but not cleanly: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
