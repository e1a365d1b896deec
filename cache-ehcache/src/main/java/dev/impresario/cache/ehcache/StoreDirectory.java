package dev.impresario.cache.ehcache;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
 * <p>Files are read and written by streams: unlike channels, they do not mind an interrupt. Nothing
 * is written or deleted once the directory has been moved.
 */
final class StoreDirectory {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final String CATALOGUE = "impresario.catalogue";
  private static final String STORE = "ehcache";

  private final Path home;
  private final DirectoryLock lock;
  private volatile @Nullable Catalogue peeked;

  private StoreDirectory(Path home, DirectoryLock lock) {
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
    return new StoreDirectory(home, DirectoryLock.acquire(home));
  }

  private static void requireOurs(Path home) throws IOException {
    // in this order: another may be making it ours at this moment
    if (!isEmpty(home)
        && !Files.exists(home.resolve(DirectoryLock.NAME), LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationException(
          "cache 'ehcache': directory '%s' holds files that are not of a cache; name another 'directory'"
              .formatted(SafeText.escape(home.toString())));
    }
  }

  private static boolean isEmpty(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.findAny().isEmpty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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
   * Returns whether this is still what was locked. If the directory was moved, its path may be that
   * of a store of others.
   */
  boolean isInPlace() {
    return lock.isInPlace();
  }

  private void requireInPlace() throws IOException {
    if (!isInPlace()) {
      throw new IOException("the directory was moved, replaced or deleted");
    }
  }

  /** Returns the catalogue if all is as it was left, and changes nothing. */
  @Nullable Catalogue peek() {
    Catalogue known = peeked;
    if (known == null && hasCatalogue()) {
      known = read();
      peeked = known;
    }
    return known;
  }

  /**
   * Takes the catalogue away, so that the store counts as open from here on, and returns it if all
   * is as it was left.
   *
   * @return the one that {@link #peek} returns; null if there is none, or it is damaged, or the
   *     store is not the one it tells of
   * @throws IOException if the directory cannot be written
   */
  @Nullable Catalogue take() throws IOException {
    requireInPlace();
    if (!hasCatalogue()) {
      return null;
    }
    Catalogue taken = peek();
    boolean isSound = taken != null && isStillOf(taken);
    Files.delete(catalogue());
    peeked = null;
    return isSound ? taken : null;
  }

  /** It may have been read long ago. */
  private boolean isStillOf(Catalogue catalogue) {
    try {
      return isOf(catalogue);
    } catch (IOException e) {
      return false;
    }
  }

  /** Puts back a catalogue that was taken, if the store is still as it was. */
  boolean putBack(Catalogue taken) {
    try {
      requireInPlace();
      if (isOf(taken)) {
        write(taken);
        return true;
      }
    } catch (IOException e) {
      Warnings.LOG.debug("a catalogue cannot be put back", e);
    }
    return false;
  }

  private @Nullable Catalogue read() {
    try {
      Catalogue read = Catalogue.decode(bytesOf(catalogue()));
      return isOf(read) ? read : null;
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  private boolean isOf(Catalogue catalogue) throws IOException {
    return MessageDigest.isEqual(catalogue.seal(), seal());
  }

  /** Writes the catalogue, having made sure that the store itself is on the disk. */
  void finish(long closedAt, long nextId, List<Catalogue.Line> lines) throws IOException {
    requireInPlace();
    for (Path file : storeFiles()) {
      sync(file);
    }
    write(new Catalogue(closedAt, nextId, seal(), lines));
  }

  private void write(Catalogue catalogue) throws IOException {
    Path draft = home.resolve(CATALOGUE + ".draft");
    Files.deleteIfExists(draft); // a link too; what it leads to stays as it is
    Files.write(draft, catalogue.encode(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    sync(draft);
    Files.move(draft, catalogue(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void sync(Path file) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.getFD().sync();
    }
  }

  /** Deletes the store. */
  void wipe() throws IOException {
    requireInPlace();
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

  /** Lets others have the directory. */
  void release() {
    lock.release();
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
