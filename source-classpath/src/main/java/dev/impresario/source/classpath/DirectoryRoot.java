package dev.impresario.source.classpath;

import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Set;

/**
 * A directory, or a folder of the running image. Between the scan and the read a file may have
 * become a link, a pipe or a large one, so all is checked again.
 */
record DirectoryRoot(Path directory) implements Root {

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public void list(PathFilter filter, Revisions revisions, Findings findings) throws IOException {
    Path real = directory.toRealPath();
    var walk = new DirectoryWalk(this, real, filter, revisions, findings);
    Files.walkFileTree(real, Set.of(), findings.depth() + 1, walk);
  }

  @Override
  public byte[] read(String path, int limit) throws IOException {
    Path file = locate(path);
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    // Opening a pipe would wait for a writer.
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path, null, "no longer a regular file");
    }
    if (attributes.size() > limit) {
      throw new AgentTooLargeException(attributes.size(), limit);
    }
    try (InputStream in = Files.newInputStream(file, options(file))) {
      return Root.readBounded(in, limit);
    }
  }

  @Override
  public Instant lastChanged(String path) throws IOException {
    return Revisions.changed(locate(path));
  }

  /** Returns where the file really is, which must be within the directory. */
  private Path locate(String path) throws IOException {
    Path file = directory.resolve(path).toRealPath();
    if (!file.startsWith(directory.toRealPath())) {
      throw new FileSystemException(path, null, "now a link that leads out of the directory");
    }
    return file;
  }

  /** The image has no links, and its file system refuses the very question. */
  private static OpenOption[] options(Path file) {
    boolean linkable = file.getFileSystem().equals(FileSystems.getDefault());
    return linkable ? new OpenOption[] {LinkOption.NOFOLLOW_LINKS} : new OpenOption[0];
  }
}
