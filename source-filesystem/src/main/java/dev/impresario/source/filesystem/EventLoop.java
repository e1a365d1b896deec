package dev.impresario.source.filesystem;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.List;

/** The thread that waits for events and passes hints on, until the events are closed. */
final class EventLoop implements Runnable {
  private final Events events;
  private final Watched watched;
  private final Runnable hint;

  EventLoop(Events events, Watched watched, Runnable hint) {
    this.events = events;
    this.watched = watched;
    this.hint = hint;
  }

  void start() {
    var thread = new Thread(null, this, "impresario-watch", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null); // it needs none, and would keep one alive
    thread.start();
  }

  @Override
  public void run() {
    try {
      pass(); // the scan that this brings about is the first to ask for events, and misses nothing
      while (true) {
        handle(events.take());
      }
    } catch (ClosedWatchServiceException e) {
      // The usual end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(WatchKey key) {
    List<WatchEvent<?>> happened = key.pollEvents();
    boolean valid = key.reset();
    if (watched.concerns(key, happened, valid)) {
      pass();
    }
  }

  private void pass() {
    try {
      hint.run();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e); // told, and not the end
    }
  }
}
