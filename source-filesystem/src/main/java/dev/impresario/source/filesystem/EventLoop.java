package dev.impresario.source.filesystem;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.List;

/** The thread that waits for events and passes hints on, until the events are closed. */
final class EventLoop implements Runnable {
  private final Events events;
  private final Watched watched;
  private final Hints hints;

  EventLoop(Events events, Watched watched, Hints hints) {
    this.events = events;
    this.watched = watched;
    this.hints = hints;
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
      hints.run(); // the scan that this brings about is the first to ask for events, and misses
      // nothing
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
      hints.run();
    }
  }
}
