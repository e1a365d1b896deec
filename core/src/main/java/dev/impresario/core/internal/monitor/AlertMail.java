package dev.impresario.core.internal.monitor;

import dev.impresario.Alert;
import dev.impresario.core.internal.mail.Mailbox;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** How alerts travel: few wait for a listener, and of old ones it never learns. */
final class AlertMail {
  /** How many alerts wait for a listener; even, since they are forgotten in pairs. */
  static final int CAPACITY = 16;

  private static final String THREAD = "impresario-alert";

  private AlertMail() {}

  static Mailbox<Alert> to(Consumer<Alert> listener, Supplier<Logger> log) {
    return new Mailbox<>(
        listener,
        AlertMail::add,
        AlertMail::thread,
        e -> log.get().warn("the listener of a performance budget fails; alerts go on", e));
  }

  /**
   * If the listener is that far behind, it never learns of the oldest breach and recovery, which
   * are over.
   */
  private static void add(Deque<Alert> waiting, Alert alert) {
    if (waiting.size() == CAPACITY) {
      waiting.poll();
      waiting.poll();
    }
    waiting.add(alert);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(null, work, THREAD, 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
