package dev.impresario.core.internal.dispatch;

import dev.impresario.Health.Part;
import dev.impresario.Health.Status;
import dev.impresario.SafeText;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Threads that went on although they were told to stop. Up to a bound, their slots are given to
 * others; beyond it a slot is lost until its thread ends, or threads would grow without one.
 */
final class Abandoned {
  private final int maximum;
  // guarded by this
  private final Map<TaskRun, Stray> strays = new HashMap<>();
  private int lostSlots;

  private record Stray(Thread thread, String name, boolean slotLost) {}

  Abandoned(int maximum) {
    this.maximum = maximum;
  }

  /** Returns whether the slot is given back. */
  synchronized boolean add(TaskRun run, Thread thread) {
    boolean lost = strays.size() - lostSlots >= maximum;
    lostSlots += lost ? 1 : 0;
    strays.put(run, new Stray(thread, thread.getName(), lost));
    thread.setName("impresario-abandoned-" + SafeText.escape(run.task.agent()));
    return !lost;
  }

  /** Says what has happened; apart from that, since logging is foreign code. */
  void warn(TaskRun run) {
    int count;
    int lost;
    synchronized (this) {
      count = strays.size();
      lost = lostSlots;
    }
    LoggerFactory.getLogger("dev.impresario.delegation")
        .warn(
            "{} ignores its interrupt, so its thread is abandoned; {} are, {} of them with their"
                + " slots; let the agent stop when it is interrupted",
            Failures.name(run.task),
            count,
            lost);
  }

  synchronized void remove(TaskRun run) {
    Stray stray = strays.remove(run);
    if (stray != null) {
      stray.thread.setName(stray.name);
      lostSlots -= stray.slotLost ? 1 : 0;
    }
  }

  synchronized Part health(int slots) {
    Status status = strays.isEmpty() ? Status.UP : Status.DEGRADED;
    if (lostSlots >= slots) {
      status = Status.DOWN;
    }
    String reason =
        "%d of at most %d threads abandoned, %d slots lost"
            .formatted(strays.size() - lostSlots, maximum, lostSlots);
    return new Part("abandoned threads", status, reason);
  }
}
