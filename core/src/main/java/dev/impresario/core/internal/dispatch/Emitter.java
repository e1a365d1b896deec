package dev.impresario.core.internal.dispatch;

import dev.impresario.SafeText;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Hands partial answers on, one after another, until the consumer throws. */
final class Emitter {
  static final Emitter NONE = new Emitter("", null);

  private final String task;
  // Held around the consumer, which is the submitter's, so that parts keep their order and it sees
  // one at a time; nobody waits for it but who emits for the same task.
  private final ReentrantLock order = new ReentrantLock();
  private volatile @Nullable Consumer<String> consumer;

  Emitter(String task, @Nullable Consumer<String> consumer) {
    this.task = task;
    this.consumer = consumer;
  }

  /**
   * Hands on a part.
   *
   * @param ended whether the task has its result; nothing follows that
   */
  void emit(String partial, BooleanSupplier ended) {
    if (consumer == null) {
      return;
    }
    order.lock();
    try {
      Consumer<String> current = consumer;
      if (current != null && !ended.getAsBoolean()) {
        current.accept(partial);
      }
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      consumer = null;
      LoggerFactory.getLogger("dev.impresario.delegation")
          .warn("who follows task '{}' failed, and gets no more of it", SafeText.escape(task), e);
    } finally {
      order.unlock();
    }
  }
}
