package dev.impresario.source.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;

/**
 * Where a file system's events come from. Safe for use by many threads; once closed, its methods
 * throw {@link java.nio.file.ClosedWatchServiceException}.
 */
interface Events extends AutoCloseable {

  /** Opens events for the file system of a path. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens events.
     *
     * @throws UnsupportedOperationException if the file system has none
     * @throws IOException if the system has none left
     */
    Events open(Path path) throws IOException;
  }

  /** Asks for the events of a directory; twice the same one gives the same key. */
  WatchKey register(Path directory, WatchEvent.Kind<?>... kinds) throws IOException;

  /** Waits for a directory in which something has happened. */
  WatchKey take() throws InterruptedException;

  /** Returns what the system calls the kind of file system that a path is on, such as nfs4. */
  String fileSystemOf(Path path) throws IOException;

  @Override
  void close() throws IOException;
}
