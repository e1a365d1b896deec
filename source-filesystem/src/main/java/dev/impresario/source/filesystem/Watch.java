package dev.impresario.source.filesystem;

import dev.impresario.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has events hint at changes of a directory, once it is asked to. Scans take part in it: they tell
 * of each directory before they list it. Where events are refused, a scan asks again now and then.
 * Safe for use by many threads.
 */
final class Watch implements AutoCloseable {
  static final int MOST_DIRECTORIES = 10_000;
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path directory;
  private final Events.Opener opener;
  private final int most;
  private final LongSupplier ticker;

  private final Hints hints = new Hints();

  // Held while events are opened, which a slow file system may delay: never by who closes.
  private final ReentrantLock opening = new ReentrantLock();

  // Never held while the file system is asked.
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Open open; // guarded by lock; only while there is a hint
  private @Nullable NotWatched refused; // guarded by lock; null if open, or not tried yet
  private long asked; // guarded by lock; when, by the ticker
  private boolean closed; // guarded by lock

  /** The one set of events, and what they are asked for. */
  private record Open(Events events, Watched watched) {}

  /**
   * Creates a watch that is not asked for yet.
   *
   * @param most how many directories are watched
   * @param ticker the time in nanoseconds, from any origin
   */
  Watch(Path directory, Events.Opener opener, int most, LongSupplier ticker) {
    this.directory = directory;
    this.opener = opener;
    this.most = most;
    this.ticker = ticker;
  }

  /**
   * Has the hint run at once, and then at each change, until it is closed. All hints share one set
   * of events, which ends with the last of them.
   */
  Subscription subscribe(Runnable wanted) {
    Runnable hint;
    boolean first;
    lock.lock();
    try {
      if (closed) {
        return () -> {};
      }
      first = hints.isEmpty();
      asked = first ? ticker.getAsLong() : asked;
      hint = hints.add(wanted);
    } finally {
      lock.unlock();
    }
    if (first) {
      open();
    } else {
      hint.run();
    }
    return () -> unsubscribe(hint);
  }

  private void unsubscribe(Runnable hint) {
    Open last = null;
    lock.lock();
    try {
      hints.remove(hint);
      if (hints.isEmpty()) {
        last = open;
        open = null;
        refused = null;
      }
    } finally {
      lock.unlock();
    }
    close(last);
  }

  /** Returns what a scan tells of its way. */
  Round begin(long scan) {
    if (isToAskAgain()) {
      tryAgain();
    }
    Open present;
    lock.lock();
    try {
      if (closed || hints.isEmpty()) {
        return Round.UNWATCHED;
      }
      present = open;
      if (present == null) { // if it is just being opened, a hint follows
        return refused == null ? Round.UNWATCHED : new RefusedRound(refused);
      }
    } finally {
      lock.unlock();
    }
    return new WatchedRound(present.watched(), scan); // which asks the file system
  }

  private boolean isToAskAgain() {
    lock.lock();
    try {
      boolean due = !hints.isEmpty() && ticker.getAsLong() - asked >= PATIENCE.toNanos();
      asked = due ? ticker.getAsLong() : asked;
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void tryAgain() {
    Open present = present();
    if (present == null) {
      open();
    } else {
      present.watched().tryAgain();
    }
  }

  private @Nullable Open present() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void open() {
    opening.lock();
    try {
      if (isWanted()) {
        take(opener.open(directory));
      }
    } catch (UnsupportedOperationException e) {
      refuse(NotWatched.NO_EVENTS);
    } catch (IOException e) {
      refuse(NotWatched.EXHAUSTED);
    } finally {
      opening.unlock();
    }
  }

  private boolean isWanted() {
    lock.lock();
    try {
      return open == null && !closed && !hints.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void take(Events opened) {
    var made = new Open(opened, new Watched(directory, opened, most));
    boolean wanted;
    lock.lock();
    try {
      wanted = !closed && !hints.isEmpty(); // or whoever wanted it has closed meanwhile
      open = wanted ? made : null;
      refused = null;
    } finally {
      lock.unlock();
    }
    if (wanted) {
      new EventLoop(opened, made.watched(), hints).start();
    } else {
      close(made);
    }
  }

  private void refuse(NotWatched reason) {
    lock.lock();
    try {
      refused = reason;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Open last;
    lock.lock();
    try {
      closed = true;
      last = open;
      open = null;
    } finally {
      lock.unlock();
    }
    close(last);
  }

  private static void close(@Nullable Open last) {
    if (last != null) {
      try {
        last.events().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
