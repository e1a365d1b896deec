package dev.impresario.source.filesystem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import org.jspecify.annotations.Nullable;

/**
 * Asks for events, and asks no more once the system has none left, until it is told to try again.
 * For one thread at a time.
 */
final class Registrations {
  private final Events events;
  private boolean exhausted;

  /**
   * What became of a question for events.
   *
   * @param key what stands for the directory's events, or null if there are none
   * @param refused what to tell the user of it, or null if there is nothing to tell
   */
  record Answer(@Nullable WatchKey key, @Nullable NotWatched refused) {
    // What cannot be read, or is gone, the walk finds out and tells.
    static final Answer NOTHING = new Answer(null, null);

    static Answer refused(NotWatched reason) {
      return new Answer(null, reason);
    }
  }

  Registrations(Events events) {
    this.events = events;
  }

  void tryAgain() {
    exhausted = false;
  }

  Answer register(Path directory, WatchEvent.Kind<?>... kinds) {
    if (exhausted) {
      return Answer.refused(NotWatched.EXHAUSTED);
    }
    try {
      return new Answer(events.register(directory, kinds), null);
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      return Answer.NOTHING;
    } catch (FileSystemException | UnsupportedOperationException | ProviderMismatchException e) {
      return Answer.refused(NotWatched.NO_EVENTS);
    } catch (IOException e) {
      exhausted = true; // only this failure names no file
      return Answer.refused(NotWatched.EXHAUSTED);
    }
  }
}
