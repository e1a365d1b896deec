package dev.impresario.source.filesystem;

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

  // Never held by close, which thus waits for no slow file system.
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Runnable hint; // guarded by lock
  private @Nullable Watched watched; // guarded by lock
  private NotWatched refused = NotWatched.NO_EVENTS; // guarded by lock; while there is no watched
  private long asked; // guarded by lock; when, by the ticker

  private volatile @Nullable Events events;
  private volatile boolean closed;

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

  /** Has the hint run at once, on a thread of the watch, and then at each change. */
  void start(Runnable wanted) {
    lock.lock();
    try {
      hint = wanted;
      asked = ticker.getAsLong();
      open(wanted);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what a scan tells of its way. */
  Round begin(long scan) {
    lock.lock();
    try {
      if (hint == null || closed) {
        return Round.UNWATCHED;
      }
      if (ticker.getAsLong() - asked >= PATIENCE.toNanos()) {
        asked = ticker.getAsLong();
        tryAgain(hint);
      }
      return watched == null ? new RefusedRound(refused) : new WatchedRound(watched, scan);
    } finally {
      lock.unlock();
    }
  }

  private void tryAgain(Runnable wanted) {
    if (watched == null) {
      open(wanted);
    } else {
      watched.tryAgain();
    }
  }

  private void open(Runnable wanted) {
    try {
      Events opened = opener.open(directory);
      events = opened;
      if (closed) {
        close(); // it may have been too early to see these
        return;
      }
      watched = new Watched(directory, opened, most);
      new EventLoop(opened, watched, wanted).start();
    } catch (UnsupportedOperationException e) {
      refused = NotWatched.NO_EVENTS;
    } catch (IOException e) {
      refused = NotWatched.EXHAUSTED;
    }
  }

  @Override
  public void close() {
    closed = true;
    Events opened = events;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
