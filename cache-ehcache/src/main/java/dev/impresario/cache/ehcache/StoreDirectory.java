package dev.impresario.cache.ehcache;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one disk tier, locked against everybody else from its making until it is
 * released.
 *
 * <p>Besides Ehcache's own files, which have a directory of their own, it holds a lock and, exactly
 * while the store is closed and was closed cleanly, a {@link Catalogue}. So a store without a
 * catalogue was left by a process that was killed: it is deleted, since Ehcache may have written
 * half of anything. Nothing is deleted that is not ours.
 *
 * <p>Files are read and written by streams: unlike channels, they do not mind an interrupt.
 */
final class StoreDirectory {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final String LOCK = "impresario.lock";
  private static final String CATALOGUE = "impresario.catalogue";
  private static final String STORE = "ehcache";
  private static final int MAXIMUM_PID = 20;

  private final Path home;
  private final RandomAccessFile lock;

  private StoreDirectory(Path home, RandomAccessFile lock) {
    this.home = home;
    this.lock = lock;
  }

  /**
   * Locks the directory of the cache of that name, having made it if need be.
   *
   * @throws ConfigurationException if somebody else uses it, or it is not ours
   * @throws IOException if it cannot be written
   */
  static StoreDirectory lock(Path parent, String name) throws IOException {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "cache 'ehcache' cannot keep a cache named '%s' on disk; its name must be fit for a file"
              .formatted(SafeText.escape(name)));
    }
    Path home = parent.resolve(name);
    if (!Files.isDirectory(home)) {
      Files.createDirectories(home);
    }
    requireOurs(home);
    RandomAccessFile file = new RandomAccessFile(home.resolve(LOCK).toFile(), "rw");
    try {
      if (!tryLock(file)) {
        throw inUse(home, file);
      }
      file.setLength(0);
      file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
      return new StoreDirectory(home, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void requireOurs(Path home) throws IOException {
    if (Files.exists(home.resolve(LOCK))) {
      return;
    }
    try (Stream<Path> files = Files.list(home)) {
      if (files.findAny().isPresent()) {
        throw new ConfigurationException(
            "cache 'ehcache': directory '%s' holds files that are not of a cache; name another 'directory'"
                .formatted(SafeText.escape(home.toString())));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean tryLock(RandomAccessFile file) throws IOException {
    try {
      // beyond all content, for where a lock keeps others from reading
      FileLock held = file.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false);
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static ConfigurationException inUse(Path home, RandomAccessFile file) throws IOException {
    byte[] start = new byte[(int) Math.min(MAXIMUM_PID, file.length())];
    file.readFully(start);
    String pid = new String(start, StandardCharsets.US_ASCII).strip();
    return new ConfigurationException(
        "cache 'ehcache': directory '%s' is in use by %s; close what uses it, or name another 'directory'"
            .formatted(
                SafeText.escape(home.toString()),
                pid.equals(Long.toString(ProcessHandle.current().pid()))
                    ? "another cache of this process"
                    : pid.matches("[0-9]+") ? "process " + pid : "another process"));
  }

  /** Returns the directory for Ehcache's own files. */
  Path store() {
    return home.resolve(STORE);
  }

  /** Returns whether a store was closed cleanly and waits to be opened. */
  boolean hasCatalogue() {
    return Files.exists(catalogue());
  }

  /** Returns whether Ehcache has left files. */
  boolean hasStore() {
    return Files.exists(store(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes the catalogue away, so that the store counts as open from here on, and returns it if all
   * is as it was left.
   *
   * @return null if there is none, or it is damaged, or the store is not the one it tells of
   * @throws IOException if the directory cannot be written
   */
  @Nullable Catalogue take() throws IOException {
    if (!hasCatalogue()) {
      return null;
    }
    Catalogue taken = read();
    Files.delete(catalogue());
    return taken;
  }

  private @Nullable Catalogue read() {
    try {
      Catalogue read = Catalogue.decode(bytesOf(catalogue()));
      return MessageDigest.isEqual(read.seal(), seal()) ? read : null;
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  /** Writes the catalogue, having made sure that the store itself is on the disk. */
  void finish(long closedAt, long nextId, List<Catalogue.Line> lines) throws IOException {
    for (Path file : storeFiles()) {
      try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.getFD().sync();
      }
    }
    byte[] bytes = new Catalogue(closedAt, nextId, seal(), lines).encode();
    Path draft = home.resolve(CATALOGUE + ".draft");
    try (var out = new FileOutputStream(draft.toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
    Files.move(draft, catalogue(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes the store. */
  void wipe() throws IOException {
    if (!hasStore()) {
      return;
    }
    try (Stream<Path> files = Files.walk(store())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Lets others have the directory. The lock file stays: deleting it could undo a lock of others.
   */
  void release() {
    try {
      lock.close();
    } catch (IOException e) {
      Warnings.LOG.debug("a lock file does not close", e);
    }
  }

  private Path catalogue() {
    return home.resolve(CATALOGUE);
  }

  /**
   * The SHA-256 of what Ehcache would believe without a check: every file but the large one of the
   * values, each of which carries its own, and of that one the length.
   */
  private byte[] seal() throws IOException {
    MessageDigest sha = Held.sha256();
    for (Path file : storeFiles()) {
      sha.update(store().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      if (file.toString().endsWith(".data")) {
        sha.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
      } else {
        sha.update(bytesOf(file));
      }
    }
    return sha.digest();
  }

  private List<Path> storeFiles() throws IOException {
    if (!hasStore()) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(store())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static byte[] bytesOf(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
  }
}
