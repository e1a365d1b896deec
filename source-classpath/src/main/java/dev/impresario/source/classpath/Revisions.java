package dev.impresario.source.classpath;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Gives the files of one scan their revisions: inode, size and the time of the last change, as far
 * as the file system tells them.
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

  /**
   * Returns whether a revision bears no mark, since another process counts its scans from one, too;
   * and tells of a file, not of an entry alone, whose checksum many contents share.
   */
  static boolean isLasting(String revision) {
    return revision.indexOf(MARK) < 0 && !revision.endsWith(".");
  }

  String of(Path file) throws IOException {
    return isUnix(file) ? ofUnix(file) : ofAny(file);
  }

  /** Returns when the file itself, not what it links to, last changed. */
  static Instant changed(Path file) throws IOException {
    Object time =
        Files.getAttribute(
            file, isUnix(file) ? "unix:ctime" : "lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return ((FileTime) Objects.requireNonNull(time)).toInstant();
  }

  private static boolean isUnix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private String ofUnix(Path file) throws IOException {
    // ctime: a program can set the modification time back, but not this one
    Map<String, Object> values =
        Files.readAttributes(file, "unix:ino,size,ctime", LinkOption.NOFOLLOW_LINKS);
    return revision(
        value(values, "ino"), (Long) value(values, "size"), (FileTime) value(values, "ctime"));
  }

  String ofAny(Path file) throws IOException {
    var values = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return revision(
        values.fileKey() + "@" + values.creationTime().to(NANOSECONDS),
        values.size(),
        values.lastModifiedTime());
  }

  private String revision(Object identity, long size, FileTime time) {
    long changed = time.to(NANOSECONDS);
    String stamp = identity + "." + Long.toString(size, 36) + "." + Long.toString(changed, 36);
    return changed < settled ? stamp : stamp + mark;
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
