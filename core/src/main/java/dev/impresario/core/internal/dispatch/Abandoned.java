package dev.impresario.core.internal.dispatch;

import dev.impresario.Health.Part;
import dev.impresario.Health.Status;
import dev.impresario.SafeText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  /** Returns another run, whose slot can be given back now, or null if there is none. */
  synchronized @Nullable TaskRun remove(TaskRun run) {
    Stray stray = strays.remove(run);
    if (stray == null) {
      return null;
    }
    stray.thread.setName(stray.name);
    if (stray.slotLost) {
      lostSlots--;
      return null;
    }
    return lostSlots > 0 ? promoted() : null;
  }

  private @Nullable TaskRun promoted() {
    for (Map.Entry<TaskRun, Stray> entry : strays.entrySet()) {
      Stray stray = entry.getValue();
      if (stray.slotLost) {
        entry.setValue(new Stray(stray.thread, stray.name, false));
        lostSlots--;
        return entry.getKey();
      }
    }
    return null;
  }

  /** Returns whether there are any. */
  synchronized boolean any() {
    return !strays.isEmpty();
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
