package dev.impresario.source.classpath;

import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** One walk over a directory of the class path, for one thread. */
final class DirectoryWalk extends SimpleFileVisitor<Path> {
  private static final char UNDECODABLE = '\uFFFD';

  private final Root root;
  private final Path directory;
  private final PathFilter filter;
  private final Revisions revisions;
  private final Findings findings;

  /**
   * Creates a walk.
   *
   * @param root what offers the files
   * @param directory the root's real path, where the walk begins
   */
  DirectoryWalk(
      Root root, Path directory, PathFilter filter, Revisions revisions, Findings findings) {
    this.root = root;
    this.directory = directory;
    this.filter = filter;
    this.revisions = revisions;
    this.findings = findings;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
    if (entry.equals(directory)) {
      return FileVisitResult.CONTINUE;
    }
    if (!findings.mayLook()) {
      return FileVisitResult.TERMINATE;
    }
    // A junction is a directory that lies elsewhere, on Windows.
    boolean skip = isHidden(entry) || filter.rulesOut(pathOf(entry)) || attributes.isOther();
    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) {
    if (!findings.mayLook()) {
      return FileVisitResult.TERMINATE;
    }
    String path = pathOf(entry);
    if (isHidden(entry)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isDirectory()) {
      tooDeep(path);
    } else if (filter.accepts(path)) {
      consider(entry, path, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path entry, IOException failure) throws IOException {
    if (entry.equals(directory)) {
      throw failure;
    }
    failed(pathOf(entry), failure);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path entry, @Nullable IOException failure)
      throws IOException {
    return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(entry, failure);
  }

  private void tooDeep(String path) {
    if (!filter.rulesOut(path)) {
      findings.tooDeep(path);
    }
  }

  private void consider(Path entry, String path, BasicFileAttributes attributes) {
    try {
      if (!isExpressible(entry, path)) {
        findings.badName(path);
      } else if (attributes.isSymbolicLink()) {
        follow(entry, path);
      } else {
        offer(entry, path, attributes);
      }
    } catch (IOException e) {
      failed(path, e);
    }
  }

  private void follow(Path link, String path) throws IOException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      findings.linkBroken(path); // it dangles, or turns in a circle
      return;
    }
    var attributes =
        Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      return;
    }
    if (attributes.isRegularFile() && !target.startsWith(directory)) {
      findings.linkOutside(path);
    } else {
      offer(target, path, attributes);
    }
  }

  private void offer(Path file, String path, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      findings.offer(root, path, revisions.of(file));
    } else {
      findings.notRegular(path);
    }
  }

  /** What went away after it was listed is left out. The next scan would not see it either. */
  private void failed(String path, IOException failure) {
    if (!(failure instanceof NoSuchFileException || failure instanceof NotDirectoryException)) {
      findings.unreadable(path, failure);
    }
  }

  private String pathOf(Path entry) {
    String path = directory.relativize(entry).toString();
    String separator = directory.getFileSystem().getSeparator();
    return separator.equals("/") ? path : path.replace(separator, "/");
  }

  private static boolean isHidden(Path entry) {
    return String.valueOf(entry.getFileName()).startsWith(".");
  }

  /** Returns whether the path leads back to the entry, as it must for reading. */
  private boolean isExpressible(Path entry, String path) {
    if (path.indexOf(UNDECODABLE) < 0) {
      return true;
    }
    try {
      return directory.resolve(path).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
