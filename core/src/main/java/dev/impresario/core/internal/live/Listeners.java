package dev.impresario.core.internal.live;

import dev.impresario.RegistryChange;
import dev.impresario.Subscription;
import dev.impresario.core.internal.mail.Mailbox;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear of changes. Each hears of them in order, on a thread of its own. Safe for use
 * by many threads.
 */
public final class Listeners implements AutoCloseable {
  /** How many changes wait for a listener; later ones become part of the last. */
  static final int CAPACITY = 100;

  private final ThreadFactory threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Mailbox<RegistryChange>> boxes = new ArrayList<>(); // guarded by lock
  private boolean closed; // guarded by lock

  /** Makes it with nobody in it; the threads are to be daemons. */
  public Listeners(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * Tells this listener of each change from now on, until the subscription is closed.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public Subscription add(Consumer<RegistryChange> listener) {
    var box =
        new Mailbox<RegistryChange>(
            Objects.requireNonNull(listener, "listener"),
            Listeners::add,
            threads,
            Listeners::complain);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      boxes.add(box);
    } finally {
      lock.unlock();
    }
    return () -> remove(box);
  }

  /** Tells everybody, and waits for nobody. Who calls it decides on the order. */
  public void tell(RegistryChange change) {
    if (change.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (Mailbox<RegistryChange> box : boxes) {
        box.post(change);
        deliver(box);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void deliver(Mailbox<RegistryChange> box) {
    try {
      box.deliver();
    } catch (OutOfMemoryError e) {
      // no thread is to be had: nothing is lost, the next change brings this one along
    }
  }

  /** Tells nobody any more, and interrupts those who listen just now. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      boxes.forEach(Mailbox::closeNow);
      boxes.clear();
    } finally {
      lock.unlock();
    }
  }

  private void remove(Mailbox<RegistryChange> box) {
    box.close();
    lock.lock();
    try {
      boxes.remove(box);
    } finally {
      lock.unlock();
    }
  }

  private static void add(Deque<RegistryChange> waiting, RegistryChange change) {
    if (waiting.size() < CAPACITY) {
      waiting.add(change);
      return;
    }
    RegistryChange merged = Changes.merge(waiting.removeLast(), change);
    if (!merged.isEmpty()) {
      waiting.add(merged);
    }
  }

  private static void complain(Throwable e) {
    LoggerFactory.getLogger("dev.impresario.registry")
        .warn("a listener of the registry fails; it is told of the next change all the same", e);
  }
}
