package dev.impresario.core.internal.dispatch;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The machine's clock, with one daemon thread that starts when something is first scheduled, and
 * ends when nothing has been left for a while.
 *
 * <p>Almost all plans are withdrawn: a task ends before its time is over. So to plan and to
 * withdraw takes no lock and no sorting. Plans are put on a stack; the thread takes them from there
 * and sorts in those that are still wanted, whenever it wakes, and it is woken by a plan that is
 * due before that, and by every so many plans, lest the withdrawn ones pile up.
 *
 * <p>A thread that an error ends, such as a lack of memory, leaves its plans to another.
 */
public final class SystemClock implements Clock {
  private static final String NAME = "impresario-clock";
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final long BREATH = Duration.ofMillis(10).toNanos();
  private static final int MANY = 1_024;
  private static final long AWAKE = Long.MIN_VALUE;
  private static final long ASLEEP = Long.MAX_VALUE;

  private final Surroundings surroundings;
  private final long idle;
  private final long origin;
  private final AtomicReference<@Nullable Plan> latest = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Thread thread; // written under the lock
  private volatile boolean closed; // written under the lock
  private volatile long wakesAt = ASLEEP; // by itself

  // used by the thread alone, and by the one that follows it
  private final PriorityQueue<Plan> sorted = new PriorityQueue<>();
  private @Nullable Plan unsorted; // taken from the stack
  private int tolerated = MANY;

  /** Makes one that has no thread yet. */
  public SystemClock() {
    this(IDLE, new Surroundings());
  }

  SystemClock(Duration idle, Surroundings surroundings) {
    this.surroundings = surroundings;
    this.idle = idle.toNanos();
    origin = surroundings.nanos();
  }

  @Override
  public long nanos() {
    return surroundings.nanos();
  }

  @Override
  public Runnable schedule(Runnable action, long afterNanos) {
    long now = now();
    long due = afterNanos < Long.MAX_VALUE - now ? now + afterNanos : Long.MAX_VALUE - 1;
    var plan = new Plan(due, action);
    plan.pushTo(latest);
    // after the close there is nothing left that a plan could matter to
    if ((due < wakesAt || plan.depth % MANY == 0) && !closed) {
      wake();
    }
    return plan;
  }

  /** Returns nanoseconds that can be compared, unlike those of the system. */
  private long now() {
    return surroundings.nanos() - origin;
  }

  @Override
  public boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  private void wake() {
    Thread running = thread;
    if (running == null) {
      start();
    } else {
      LockSupport.unpark(running);
    }
  }

  private void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        var made = new Thread(null, this::serve, NAME, 0, false);
        made.setDaemon(true);
        thread = made;
        boolean started = false;
        try {
          made.start();
          started = true;
        } finally {
          thread = started ? made : null; // another may be had later
        }
      } else {
        LockSupport.unpark(thread);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- the thread

  private void serve() {
    try {
      boolean done = false;
      while (!closed && !(done && end())) {
        wakesAt = AWAKE;
        sortIn();
        perform();
        done = !await();
      }
    } finally {
      handOver();
    }
  }

  /** Lets another thread have what this one leaves, unless it ended as it should. */
  private void handOver() {
    if (Thread.currentThread() != thread) {
      return; // another may be there already
    }
    if (!closed) {
      LockSupport.parkNanos(this, BREATH); // lest threads that all fail use up the machine
    }
    lock.lock();
    try {
      thread = null; // before the look, as in end()
      wakesAt = ASLEEP;
      if (isWanted()) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    return latest.get() != null || unsorted != null || !sorted.isEmpty();
  }

  /** Ends the thread, unless there is something to do. */
  private boolean end() {
    lock.lock();
    try {
      Thread me = thread;
      thread = null; // before the look: who plans looks after that, and starts another
      wakesAt = ASLEEP;
      if (!isWanted()) {
        return true;
      }
      thread = me;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void sortIn() {
    if (unsorted == null) {
      unsorted = latest.getAndSet(null);
    }
    for (Plan plan = unsorted; plan != null; plan = unsorted) {
      if (!plan.withdrawn()) {
        sorted.add(plan); // if memory ends here, the next thread goes on here
      }
      unsorted = plan.before;
      plan.before = null; // or one that lives would keep all that came before it
    }
    if (sorted.size() > tolerated) {
      forgetWithdrawn();
    }
  }

  private void forgetWithdrawn() {
    sorted.removeIf(Plan::withdrawn);
    tolerated = Math.max(MANY, 2 * sorted.size());
  }

  private void perform() {
    for (Plan first = sorted.peek(); first != null; first = sorted.peek()) {
      if (!first.withdrawn() && first.due > now()) {
        return;
      }
      sorted.remove();
      perform(first);
    }
  }

  private void perform(Plan plan) {
    try {
      plan.perform();
    } catch (Throwable e) { // the thread has others to serve
      tell(e);
    }
  }

  private void tell(Throwable failure) {
    try {
      surroundings.tell(failure);
    } catch (Throwable ignored) { // a log that fails cannot be told of, and costs no timer
    }
  }

  /** Waits until the first plan is due, for a while at most; false if there is none after that. */
  private boolean await() {
    long now = now();
    Plan first = sorted.peek();
    long until = first == null ? now + idle : Math.min(first.due, now + idle);
    wakesAt = until; // before the look: who plans looks after that, and wakes this
    if (latest.get() == null && !closed) {
      LockSupport.parkNanos(this, until - now);
    }
    Thread.interrupted(); // or it would never wait again
    if (latest.get() == null && now() >= now + idle) {
      forgetWithdrawn();
      return !sorted.isEmpty();
    }
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      LockSupport.unpark(thread);
    } finally {
      lock.unlock();
    }
  }

  /** What is to be done, when, unless it is withdrawn by being run. */
  private static final class Plan implements Runnable, Comparable<Plan> {
    private final long due;
    private volatile @Nullable Runnable action; // null once done or withdrawn
    private @Nullable Plan before; // on the stack
    private int depth;

    Plan(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }

    void pushTo(AtomicReference<@Nullable Plan> stack) {
      Plan top;
      do {
        top = stack.get();
        before = top;
        depth = top == null ? 1 : top.depth + 1;
      } while (!stack.compareAndSet(top, this));
    }

    boolean withdrawn() {
      return action == null;
    }

    @Override
    public void run() {
      action = null;
    }

    void perform() {
      Runnable wanted = action;
      if (wanted == null) {
        return;
      }
      action = null;
      wanted.run();
    }

    @Override
    public int compareTo(Plan other) {
      return Long.compare(due, other.due);
    }
  }

  /** What the clock needs of the machine; not final, for tests. */
  static class Surroundings {
    long nanos() {
      return System.nanoTime();
    }

    void tell(Throwable failure) {
      LoggerFactory.getLogger("dev.impresario.delegation").error("a timer failed", failure);
    }
  }
}
