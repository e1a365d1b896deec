package dev.impresario.core.internal.live;

import dev.impresario.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Looks at the sources again and again, on one daemon thread, as the {@link Agenda} says. Safe for
 * use by many threads.
 */
public final class Follower implements AutoCloseable {

  /** What is done at each look. May throw anything. */
  public interface Look {
    /** Looks for the first time, if nobody has, before the sources are asked for hints. */
    void first();

    /** Looks again; returns whether something was held back, to be looked at again soon. */
    boolean again();
  }

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Look look;
  private final List<Function<Runnable, Subscription>> sources;
  private final ThreadFactory threads;
  private final Agenda agenda;
  private final long longNanos;
  private final Hint hint = new Hint(this);

  private final ReentrantLock lock = new ReentrantLock();
  // guarded by lock; the threads that give a source its hint, and since when
  private final Map<Thread, Long> handing = new HashMap<>();
  private List<Subscription> subscriptions = new ArrayList<>(); // guarded by lock
  private volatile @Nullable Thread thread; // written under the lock
  private volatile boolean closed; // written under the lock

  private volatile boolean ended;
  private volatile boolean failing;
  private volatile @Nullable Long began; // the look under way
  private boolean complained; // used by the thread

  /**
   * Makes one that does nothing yet.
   *
   * @param interval how long between looks without a hint
   * @param quiet how long after the latest hint a look begins
   * @param sources each takes the hint, and may throw anything or block
   * @param threads makes daemon threads
   */
  public Follower(
      Duration interval,
      Duration quiet,
      Look look,
      List<Function<Runnable, Subscription>> sources,
      ThreadFactory threads) {
    this(interval, quiet, look, sources, threads, LONG);
  }

  /** Makes one to which another time is long. */
  Follower(
      Duration interval,
      Duration quiet,
      Look look,
      List<Function<Runnable, Subscription>> sources,
      ThreadFactory threads,
      Duration tooLong) {
    this.longNanos = tooLong.toNanos();
    this.look = look;
    this.sources = sources;
    this.threads = threads;
    this.agenda = new Agenda(interval, quiet, System.nanoTime());
  }

  /** Begins to follow; a second call does nothing, and so does one after the close. */
  public void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = started(this::follow);
        ended = thread == null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a hint that something may have changed. Quick, from any thread, even after close. */
  void hint() {
    if (agenda.hint(System.nanoTime())) {
      LockSupport.unpark(thread);
    }
  }

  /** Ends it; does not wait for a look under way, which is interrupted. */
  @Override
  public void close() {
    List<Subscription> ending;
    lock.lock();
    try {
      closed = true;
      hint.forget();
      handing.keySet().forEach(Thread::interrupt);
      interrupt(thread);
      ending = subscriptions;
      subscriptions = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    ending.forEach(Follower::end);
  }

  private static void end(Subscription subscription) {
    try {
      subscription.close();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      LoggerFactory.getLogger("dev.impresario.registry")
          .warn("a source goes on telling a closed engine of changes", e);
    }
  }

  /** Keeps it until the close, which may have been while the source was asked. */
  private void keep(Subscription subscription) {
    boolean late;
    lock.lock();
    try {
      late = closed;
      if (!late) {
        subscriptions.add(subscription);
      }
    } finally {
      lock.unlock();
    }
    if (late) {
      end(subscription);
    }
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Returns what is wrong with it, for people, or null if nothing is. */
  public @Nullable String trouble() {
    if (ended && !closed) {
      return "the thread that follows the sources has ended; refresh() still finds changes";
    }
    if (failing) {
      return "looking for changes fails; the log says why";
    }
    Long begin = began;
    long nanos = begin == null ? 0 : System.nanoTime() - begin;
    if (nanos >= longNanos) {
      return "a scan has been under way for %,d s; a source may hang"
          .formatted(TimeUnit.NANOSECONDS.toSeconds(nanos));
    }
    long slow = slowSources();
    return slow == 0
        ? null
        : "%,d %s not begun to tell of changes for %,d s; scans still find them"
            .formatted(
                slow,
                slow == 1 ? "source has" : "sources have",
                TimeUnit.NANOSECONDS.toSeconds(longNanos));
  }

  private void follow() {
    try {
      if (first()) {
        handOut();
        while (pause()) {
          lookAgain();
        }
      }
    } finally {
      ended = true;
    }
  }

  /** Tries until it has looked for the first time; returns false when it is closed. */
  private boolean first() {
    while (!closed) {
      if (attempt(this::seeFirst)) {
        return true;
      }
      if (!pause()) {
        return false;
      }
    }
    return false;
  }

  private boolean seeFirst() {
    look.first();
    return false;
  }

  private void lookAgain() {
    attempt(look::again);
  }

  /** Does what a scan is; whatever it throws, the next one may do better. */
  private boolean attempt(Attempt scan) {
    long begin = System.nanoTime();
    began = begin;
    boolean held = false;
    boolean good = false;
    agenda.begin();
    try {
      held = scan.heldBack();
      good = true;
    } catch (Throwable e) { // even if memory is short: a registry that stands still is no help
      complain(e);
    } finally {
      began = null;
      failing = !good && !closed;
      agenda.end(begin, System.nanoTime(), held);
    }
    return good;
  }

  private interface Attempt {
    boolean heldBack();
  }

  private void complain(Throwable e) {
    if (!complained && !closed) { // once: a log flood helps nobody
      complained = true;
      LoggerFactory.getLogger("dev.impresario.registry")
          .warn("looking for changes of the sources fails; it is tried again", e);
    }
  }

  /** Waits until the next look is due; returns false if it is closed. */
  private boolean pause() {
    long wait = agenda.nanosUntilDue(System.nanoTime());
    while (wait > 0 && !closed) {
      LockSupport.parkNanos(this, wait);
      clearInterrupt();
      wait = agenda.nanosUntilDue(System.nanoTime());
    }
    clearInterrupt();
    return !closed;
  }

  /** An interrupt that a source left says nothing here; close is told by its field. */
  private static void clearInterrupt() {
    boolean ignored = Thread.interrupted();
  }

  /**
   * Gives each source its hint on a thread of its own: to watch many directories takes a while, and
   * a source that hangs must keep neither us from looking nor the others from their hints.
   */
  private void handOut() {
    sources.forEach(this::handOut);
    if (sources.isEmpty()) {
      hint.run();
    }
  }

  private void handOut(Function<Runnable, Subscription> source) {
    lock.lock();
    try {
      if (!closed && started(() -> hand(source)) == null) {
        hint.run(); // what changed since the first look has been told by nobody
      }
    } finally {
      lock.unlock();
    }
  }

  private void hand(Function<Runnable, Subscription> source) {
    try {
      if (beginHanding()) {
        keep(Objects.requireNonNull(source.apply(hint), "onChange returned null"));
      }
    } catch (Exception
        | LinkageError
        | StackOverflowError
        | AssertionError
        | OutOfMemoryError e) { // a source's threads may be one too many
      LoggerFactory.getLogger("dev.impresario.registry")
          .warn("a source cannot tell of changes; it is looked at from time to time", e);
    } finally {
      endHanding();
      hint.run(); // what changed between the first look and now has been told by nobody
    }
  }

  private boolean beginHanding() {
    lock.lock();
    try {
      handing.put(Thread.currentThread(), System.nanoTime());
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void endHanding() {
    lock.lock();
    try {
      handing.remove(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many sources have kept us waiting for long. */
  private long slowSources() {
    lock.lock();
    try {
      long now = System.nanoTime();
      return handing.values().stream().filter(since -> now - since >= longNanos).count();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Thread started(Runnable work) {
    try {
      Thread made = threads.newThread(work);
      made.start();
      return made;
    } catch (OutOfMemoryError e) { // no thread is to be had
      LoggerFactory.getLogger("dev.impresario.registry")
          .warn("no thread is to be had; the registry does not follow its sources", e);
      return null;
    }
  }
}
