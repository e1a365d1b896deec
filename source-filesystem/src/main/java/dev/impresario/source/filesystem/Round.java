package dev.impresario.source.filesystem;

import dev.impresario.spi.Scan;
import java.nio.file.Path;

/** What one scan tells a watch, each before it looks there. This one is told in vain. */
interface Round {
  Round UNWATCHED = new Round() {};

  /** Tells that the root is found at a place, and is this inode. */
  default void foundRoot(Path real, Object identity) {}

  /**
   * Tells that a directory is to be listed.
   *
   * @param place what it is known by from scan to scan
   */
  default void enter(String place, Path directory, Object identity) {}

  /** Tells that a link leads to a file, at this real path. */
  default void follow(Path target) {}

  /** Ends the round, and returns the scan with what there is to say of the watch. */
  default Scan end(Scan scan) {
    return scan;
  }
}
