package dev.impresario.core.internal.monitor;

import dev.impresario.Alert;
import dev.impresario.PerformanceBudget;
import dev.impresario.PerformanceBudget.Statistic;
import dev.impresario.core.internal.mail.Mailbox;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * One budget under watch. A breach is told at once, its end only when the budget has been kept for
 * a while: an operation at its very limit would else be told of at every verdict. Used by one
 * thread at a time.
 */
final class Watch {
  private static final long CALM_NANOS = Duration.ofSeconds(15).toNanos();

  private final PerformanceBudget budget;
  private final Gauge gauge;
  private final Mailbox<Alert> mailbox;

  private boolean breached;
  private boolean missed; // the latest verdict
  private double measured; // what it was about
  private long missedAt;

  Watch(PerformanceBudget budget, Gauge gauge, Mailbox<Alert> mailbox) {
    this.budget = budget;
    this.gauge = gauge;
    this.mailbox = mailbox;
  }

  /** Judges what came since the last verdict, and tells of a breach or its end. */
  void judge(long now) {
    OptionalDouble next = gauge.next();
    if (next.isPresent()) {
      measured = next.getAsDouble();
      missed = misses(measured);
      missedAt = missed ? now : missedAt;
    }
    if (missed && !breached) {
      tell(true);
    } else if (breached && !missed && now - missedAt >= CALM_NANOS) {
      tell(false);
    }
    mailbox.deliver();
  }

  private boolean misses(double value) {
    return budget.statistic() == Statistic.HIT_RATE
        ? value < budget.limit()
        : value > budget.limit();
  }

  private void tell(boolean breach) {
    breached = breach;
    mailbox.post(new Alert(budget, breach, measured));
  }

  Mailbox<Alert> mailbox() {
    return mailbox;
  }
}
