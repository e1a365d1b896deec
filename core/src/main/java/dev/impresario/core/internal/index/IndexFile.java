package dev.impresario.core.internal.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an index is kept. Any number of processes may read and write it: each writes a file of its
 * own beside it and then moves that over it, so that whoever reads sees one or the other.
 *
 * <p>Nothing is forced to the disk. After a power failure the file may be damaged; the checksum
 * tells, and one start is slow. Forcing it would cost every write more than that is worth.
 */
public final class IndexFile {
  private static final String PREFIX = ".impresario-index-";
  private static final String SUFFIX = ".tmp";
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final Path file;
  private final String library;

  /**
   * Names the place.
   *
   * @param library the version of this library
   */
  public IndexFile(Path file, String library) {
    this.file = file.toAbsolutePath();
    this.library = library;
  }

  /**
   * Reads what is there; null if nothing is.
   *
   * @throws BadIndexException if it is not to be used
   */
  public @Nullable IndexContents read() throws IOException, BadIndexException {
    byte[] bytes;
    try {
      bytes = bytes(real());
    } catch (NoSuchFileException e) {
      return null;
    }
    return bytes.length == 0 ? null : IndexDecoder.decode(bytes, library);
  }

  private static byte[] bytes(Path real) throws IOException, BadIndexException {
    requireOurs(real);
    String weakness = Privacy.weakness(real);
    if (weakness != null) {
      throw new BadIndexException(weakness);
    }
    // another process may put a new one in its place at any moment: what is open stays whole
    try (SeekableByteChannel channel =
        Files.newByteChannel(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return bytes(channel);
    }
  }

  private static byte[] bytes(SeekableByteChannel channel) throws IOException, BadIndexException {
    long size = channel.size();
    if (size > Layout.MAXIMUM_BYTES) {
      throw new BadIndexException(
          "it has %,d bytes, more than %,d".formatted(size, Layout.MAXIMUM_BYTES));
    }
    var bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw ByteCursor.damaged();
      }
    }
    return bytes.array();
  }

  /**
   * Puts these contents in the place of what is there.
   *
   * @throws BadIndexException if they are too many, others could change them, or what is there is
   *     no index
   */
  public void write(IndexContents contents) throws IOException, BadIndexException {
    Path real = requireReplaceable();
    Path directory = Objects.requireNonNullElse(real.getParent(), real);
    byte[] bytes = IndexEncoder.encode(contents, library);
    removeLeftovers(directory);
    // made for this user alone, under a name of its own
    Path fresh = Files.createTempFile(directory, PREFIX, SUFFIX);
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path requireReplaceable() throws IOException, BadIndexException {
    Path real = real();
    try {
      requireOurs(real);
    } catch (NoSuchFileException e) {
      // then nobody loses anything
    }
    return real;
  }

  /**
   * Lets pass what is there if it is an index, whole or not, or empty. All else is somebody's,
   * whose name was mistaken for that of an index.
   */
  private static void requireOurs(Path real) throws IOException, BadIndexException {
    var attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw BadIndexException.foreign(
          attributes.isDirectory()
              ? "it is a directory"
              : attributes.isSymbolicLink() ? "it is a link" : "it is no regular file");
    }
    if (attributes.size() > 0) {
      try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
        if (!Layout.isOurs(in.readNBytes(Long.BYTES))) {
          throw BadIndexException.foreign("it is no index");
        }
      }
    }
  }

  /** A process that was killed while it wrote has left its file; one of now may be in use. */
  private static void removeLeftovers(Path directory) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    try (DirectoryStream<Path> some = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path leftover : some) {
        if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (NoSuchFileException | DirectoryIteratorException e) {
      // another process removed it first, or the next write tries again
    }
  }

  /** Returns the place without a link on the way, so that none of them can be turned meanwhile. */
  private Path real() throws IOException, BadIndexException {
    Path name = file.getFileName();
    Path parent = file.getParent();
    if (name == null || parent == null) {
      throw BadIndexException.foreign("it is a directory");
    }
    Path directory = real(parent);
    if (!Files.isDirectory(directory)) { // newer JDKs take what would be in it for absent
      throw BadIndexException.ofPlace("its directory is a file");
    }
    String weakness = Privacy.weakness(directory);
    if (weakness != null) {
      throw BadIndexException.ofPlace("its directory: " + weakness);
    }
    weakness = Privacy.weaknessAbove(directory);
    if (weakness != null) {
      throw BadIndexException.ofPlace(weakness);
    }
    return directory.resolve(name);
  }

  private static Path real(Path directory) throws IOException, BadIndexException {
    try {
      return directory.toRealPath();
    } catch (NoSuchFileException e) {
      throw BadIndexException.ofPlace("there is no such directory");
    }
  }
}
