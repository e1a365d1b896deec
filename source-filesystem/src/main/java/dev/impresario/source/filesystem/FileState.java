package dev.impresario.source.filesystem;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * What a file system tells of one entry at one moment, by one system call.
 *
 * @param kind what the entry is
 * @param size how many bytes it has
 * @param changed when it changed, in nanoseconds since 1970
 * @param identity what tells it from another entry of the same name, size and time
 */
record FileState(Kind kind, long size, long changed, Object identity) {

  /** What an entry can be. A junction is a directory that lies elsewhere, on Windows. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    JUNCTION,
    OTHER
  }

  // ctime: a program can set the modification time back, but not this one
  private static final String UNIX_ATTRIBUTES = "unix:mode,ino,size,ctime";
  private static final int TYPE_BITS = 0170000;
  private static final int TYPE_FILE = 0100000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int TYPE_LINK = 0120000;

  /** Reads the state of the entry itself, not of what it links to. */
  static FileState of(Path entry) throws IOException {
    return entry.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? ofUnix(entry)
        : ofAny(entry);
  }

  static FileState ofUnix(Path entry) throws IOException {
    Map<String, Object> values =
        Files.readAttributes(entry, UNIX_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileState(
        kind((Integer) value(values, "mode")),
        (Long) value(values, "size"),
        ((FileTime) value(values, "ctime")).to(NANOSECONDS),
        value(values, "ino"));
  }

  static FileState ofAny(Path entry) throws IOException {
    var attributes =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new FileState(
        kind(attributes),
        attributes.size(),
        attributes.lastModifiedTime().to(NANOSECONDS),
        attributes.fileKey() + "@" + attributes.creationTime().to(NANOSECONDS));
  }

  /** Returns a text that is another one when the content may be. */
  String stamp() {
    return identity + "." + Long.toString(size, 36) + "." + Long.toString(changed, 36);
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static Kind kind(int mode) {
    return switch (mode & TYPE_BITS) {
      case TYPE_FILE -> Kind.FILE;
      case TYPE_DIRECTORY -> Kind.DIRECTORY;
      case TYPE_LINK -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  private static Kind kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return Kind.LINK;
    }
    if (attributes.isDirectory()) {
      return attributes.isOther() ? Kind.JUNCTION : Kind.DIRECTORY;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
  }
}
