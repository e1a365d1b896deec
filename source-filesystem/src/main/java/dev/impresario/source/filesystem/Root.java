package dev.impresario.source.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.impresario.spi.AgentTooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;

/**
 * The directory that files are read from, and never out of. Between the scan and the read a file
 * may have become a link, a pipe or a large one, so all is checked again.
 */
record Root(Path directory) {

  /** A place that is no link, and what is there. */
  private record Located(Path file, BasicFileAttributes state) {

    static Located of(Path file) throws IOException {
      return new Located(file, stateOf(file));
    }
  }

  byte[] read(String path, int limit) throws IOException {
    Located found = locate(path);
    BasicFileAttributes state = found.state();
    // Opening a pipe would wait for a writer.
    if (!state.isRegularFile()) {
      throw new FileSystemException(path, null, "no longer a regular file");
    }
    if (state.size() > limit) {
      throw new AgentTooLargeException(state.size(), limit);
    }
    return readBounded(found.file(), (int) state.size(), limit);
  }

  /** Returns when the file that is read now was last changed, by the clock of its file system. */
  Instant lastChanged(String path) throws IOException {
    return Instant.EPOCH.plusNanos(FileState.of(locate(path).file()).changed());
  }

  /**
   * Returns where the file really is, which must be within the directory. A way from there without
   * a link ends within it. Only if there is a link real paths are compared, which costs a system
   * call for each name of both, more than to read the file.
   */
  private Located locate(String path) throws IOException {
    Path file = resolve(path);
    if (isBelowLinks(path)) {
      return Located.of(real(path, file));
    }
    Located found = Located.of(file);
    return found.state().isRegularFile() ? found : Located.of(real(path, file));
  }

  private boolean isBelowLinks(String path) throws IOException {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      BasicFileAttributes parent = stateOf(directory.resolve(path.substring(0, end)));
      if (!parent.isDirectory() || parent.isOther()) { // a junction is both
        return true;
      }
    }
    return false;
  }

  private Path real(String path, Path file) throws IOException {
    Path real = file.toRealPath();
    if (!real.startsWith(directory.toRealPath())) {
      throw new FileSystemException(path, null, "now a link that leads out of the directory");
    }
    return real;
  }

  private Path resolve(String path) throws IOException {
    try {
      return directory.resolve(path);
    } catch (InvalidPathException e) {
      var gone = new NoSuchFileException(path);
      gone.initCause(e);
      throw gone;
    }
  }

  private static BasicFileAttributes stateOf(Path entry) throws IOException {
    return Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  /** Reads the file into an array of its size; if it has another one by now, as it is. */
  private static byte[] readBounded(Path file, int size, int limit) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, READ, NOFOLLOW_LINKS)) {
      var content = ByteBuffer.allocate(size);
      while (content.hasRemaining() && channel.read(content) >= 0) {}
      if (content.hasRemaining()) {
        return Arrays.copyOf(content.array(), content.position());
      }
      return channel.read(ByteBuffer.allocate(1)) < 0
          ? content.array()
          : readAnew(channel.position(0), limit);
    }
  }

  private static byte[] readAnew(SeekableByteChannel grown, int limit) throws IOException {
    int most = (int) Math.min(limit + 1L, Integer.MAX_VALUE);
    byte[] content = Channels.newInputStream(grown).readNBytes(most);
    if (content.length > limit) {
      throw new AgentTooLargeException(content.length, limit);
    }
    return content;
  }
}
