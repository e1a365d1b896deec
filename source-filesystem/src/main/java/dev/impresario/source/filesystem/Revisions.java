package dev.impresario.source.filesystem;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Gives the files of one scan their revisions.
 *
 * <p>A file that is written twice within one tick of the file system's clock looks the same after
 * both, if its size is. So a file that changed just before this scan gets a revision that no other
 * scan gives, and is thus read again at the next.
 */
final class Revisions {
  // The coarsest clock in use, that of FAT, ticks every two seconds.
  private static final long TICK = TimeUnit.SECONDS.toNanos(2);

  private static final char MARK = '~';

  private final long settled;
  private final String mark;

  /**
   * Creates the revisions of a scan.
   *
   * @param began when the scan began
   * @param number a number that no other scan of this source has
   */
  Revisions(Instant began, long number) {
    settled = TimeUnit.SECONDS.toNanos(began.getEpochSecond()) + began.getNano() - TICK;
    mark = MARK + Long.toString(number);
  }

  /** Returns whether a revision bears no mark: another process counts its scans from one, too. */
  static boolean isLasting(String revision) {
    return revision.indexOf(MARK) < 0;
  }

  String of(FileState state) {
    return state.changed() < settled ? state.stamp() : state.stamp() + mark;
  }
}
