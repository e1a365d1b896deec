package dev.impresario.cache.ehcache;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A lock on a directory against all other processes, and all other caches of this one.
 *
 * <p>On POSIX a process loses its locks on a file as soon as it closes any handle of that file, not
 * only the one it locked. So a file that this process holds must not even be opened, by whichever
 * class loader; the system properties are the register that all of them share. It has only texts,
 * so it keeps no class from the collector.
 */
final class DirectoryLock {
  static final String NAME = "impresario.lock";

  /** The start of the register's names; as a constant it is one object for all class loaders. */
  static final String REGISTER = "dev.impresario.cache.ehcache.held ";

  private static final int MAXIMUM_PID = 20;
  private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

  private final Path path;
  private final String identity;
  private final FileChannel channel;

  private DirectoryLock(Path path, String identity, FileChannel channel) {
    this.path = path;
    this.identity = identity;
    this.channel = channel;
  }

  /**
   * Locks the directory, which must be there.
   *
   * @throws ConfigurationException if somebody else uses it
   * @throws IOException if it cannot be written
   */
  static DirectoryLock acquire(Path home) throws IOException {
    boolean interrupted = Thread.interrupted(); // a channel would close
    try {
      while (true) {
        try {
          synchronized (REGISTER) {
            return acquireAlone(home);
          }
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static DirectoryLock acquireAlone(Path home) throws IOException {
    Path path = home.resolve(NAME);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && System.getProperties().containsKey(REGISTER + identity(path))) {
      throw inUse(home, "another cache of this process");
    }
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      // beyond all content, for where a lock keeps others from reading
      if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
        throw inUse(home, holder(channel));
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      String identity = identity(path);
      System.setProperty(REGISTER + identity, pid);
      return new DirectoryLock(path, identity, channel);
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel); // somebody has emptied the register; closing would undo their lock
      throw inUse(home, "another cache of this process");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(MAXIMUM_PID);
    channel.read(start, 0);
    String pid = new String(start.array(), 0, start.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("[0-9]+") ? "process " + pid : "another process";
  }

  private static ConfigurationException inUse(Path home, String user) {
    return new ConfigurationException(
        "cache 'ehcache': directory '%s' is in use by %s; close what uses it, or name another 'directory'"
            .formatted(SafeText.escape(home.toString()), user));
  }

  /** What the file is by whatever path, as far as the file system tells. */
  private static String identity(Path path) throws IOException {
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("the lock is not a file");
    }
    Object key = attributes.fileKey();
    return key != null ? key.toString() : path.toRealPath().toString();
  }

  /**
   * Returns whether the locked file is still where it was, rather than moved with its directory.
   */
  boolean isInPlace() {
    try {
      return identity(path).equals(identity);
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets others have the directory. The file stays: deleting it could undo a lock of others. */
  void release() {
    synchronized (REGISTER) {
      try {
        channel.close();
      } catch (IOException e) {
        Warnings.LOG.debug("a lock file does not close", e);
      } finally {
        System.clearProperty(REGISTER + identity);
      }
    }
  }
}
