package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.SafeText;
import dev.impresario.core.internal.index.BadIndexException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.StringJoiner;
import java.util.zip.CRC32C;

/**
 * Tells one state of code from another without reading it: by the sizes and times of its jars, and
 * of the classes and jars below its directories. Used by one thread.
 */
final class CodeStamp extends SimpleFileVisitor<Path> {

  /** How many files are looked at below directories: more would cost more than an index saves. */
  static final int MOST_FILES = 20_000;

  private final Path root;
  private int visits;
  private int files;
  private long bytes;
  private long newest;
  private long sum; // in any order, as directories list their files

  private CodeStamp(Path root, int visits) {
    this.root = root;
    this.visits = visits;
  }

  /**
   * Returns the stamp of what is in these places.
   *
   * @throws BadIndexException if that is too much to look at
   */
  static String of(Collection<Path> places) throws IOException, BadIndexException {
    var stamp = new StringJoiner("\n");
    int visits = 0;
    for (Path place : places) {
      String name = String.valueOf(place.getFileName());
      try {
        var attributes = Files.readAttributes(place, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          var below = new CodeStamp(place, visits);
          stamp.add(name + " " + below.walk());
          visits = below.visits;
        } else {
          stamp.add(name + " " + attributes.size() + " " + attributes.lastModifiedTime());
        }
      } catch (NoSuchFileException e) {
        stamp.add(name + " missing"); // class paths may name what is not there
      }
    }
    return stamp.toString();
  }

  private String walk() throws IOException, BadIndexException {
    var follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS); // as class loaders do
    Files.walkFileTree(root, follow, Integer.MAX_VALUE, this);
    if (visits > MOST_FILES) {
      throw BadIndexException.ofPlace(
          "the class path has directories with more than %,d files, such as '%s'"
              .formatted(MOST_FILES, SafeText.escape(root.toString())));
    }
    return "%d %d %d %d".formatted(files, bytes, newest, sum);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = file.toString();
    if (name.endsWith(".class") || name.endsWith(".jar")) {
      long time = attributes.lastModifiedTime().toMillis();
      files++;
      bytes += attributes.size();
      newest = Math.max(newest, time);
      sum += crc(root.relativize(file) + " " + attributes.size() + " " + time);
    }
    return next();
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return next(); // no class loader reads that either
  }

  private FileVisitResult next() {
    return ++visits > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  private static long crc(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return crc.getValue();
  }
}
