package dev.impresario.source.filesystem;

import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * One walk over a directory and those in it, for one thread. Not recursive, so that no depth can
 * overflow the stack, and with one directory open at a time.
 *
 * <p>Every refresh comes through here, so each file costs one system call, and what only an odd
 * entry needs (real paths, second looks) only odd entries pay for. Not {@link Files#walkFileTree}:
 * it does not tell when an inode changed, and asking again would double the time.
 */
final class TreeWalk {
  private static final char UNDECODABLE = '\uFFFD';

  /** How often a link that dangles is looked at; it dangles in the middle of a switch, too. */
  private static final int LOOKS = 3;

  private final Root root;
  private final Path realRoot;
  private final PathFilter filter;
  private final Limits limits;
  private final Revisions revisions;
  private final Findings findings;
  private final Round round;
  private final Deque<Directory> pending = new ArrayDeque<>();
  private int entries;
  private boolean full;

  private record Directory(Path file, String prefix, int depth, Object identity) {

    String path() {
      return prefix.substring(0, prefix.length() - 1);
    }
  }

  TreeWalk(
      Root root,
      Path realRoot,
      PathFilter filter,
      Limits limits,
      Revisions revisions,
      Round round) {
    this.root = root;
    this.realRoot = realRoot;
    this.filter = filter;
    this.limits = limits;
    this.revisions = revisions;
    this.round = round;
    this.findings = new Findings(limits.diagnostics());
  }

  /**
   * Walks.
   *
   * @param identity what tells the root from another directory of its name
   * @throws IOException if the root itself cannot be read
   */
  Scan scan(Object identity) throws IOException {
    list(new Directory(root.directory(), "", 0, identity));
    while (!pending.isEmpty() && !full) {
      enter(pending.pop());
    }
    if (full) {
      findings.tooMany(limits.entries(), limits.resources());
    }
    return findings.scan();
  }

  private void enter(Directory directory) {
    try {
      list(directory);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It went away after it was seen. The next scan would not see it either.
    } catch (IOException e) {
      findings.unreadable(directory.path(), e);
    }
  }

  private void list(Directory directory) throws IOException {
    round.enter(directory.prefix(), directory.file(), directory.identity());
    // "/." can only be a directory: to open a FIFO that has taken its place would wait for ever
    Path opened = directory.file().resolve(".");
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(opened)) {
      Iterator<Path> rest = stream.iterator();
      while (!full && rest.hasNext()) {
        look(directory, rest.next());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void look(Directory directory, Path entry) {
    if (entries == limits.entries()) {
      full = true;
      return;
    }
    entries++;
    String name = String.valueOf(entry.getFileName());
    if (name.startsWith(".")) {
      return;
    }
    String path = directory.prefix() + name;
    try {
      examine(directory, entry, path);
    } catch (NoSuchFileException e) {
      // It went away after it was listed, as a file does that an editor replaces.
    } catch (IOException e) {
      findings.unreadable(path, e);
    }
  }

  private void examine(Directory directory, Path entry, String path) throws IOException {
    FileState state = FileState.of(entry);
    if (state.kind() == FileState.Kind.DIRECTORY) {
      descend(directory, entry, path, state);
    } else if (filter.accepts(path)) {
      consider(entry, path, state);
    }
  }

  private void descend(Directory parent, Path entry, String path, FileState state) {
    if (filter.rulesOut(path)) {
      return;
    }
    if (!isExpressible(entry, path)) {
      findings.badName(path);
    } else if (parent.depth() == limits.depth()) {
      findings.tooDeep(path, limits.depth());
    } else {
      pending.push(new Directory(entry, path + "/", parent.depth() + 1, state.identity()));
    }
  }

  private void consider(Path entry, String path, FileState state) throws IOException {
    if (!isExpressible(entry, path)) {
      findings.badName(path);
      return;
    }
    switch (state.kind()) {
      case FILE -> offer(path, state);
      case LINK -> follow(entry, path);
      case OTHER -> findings.notRegular(path);
      case DIRECTORY, JUNCTION -> {} // a directory that lies elsewhere is never entered
    }
  }

  private void offer(String path, FileState state) {
    if (findings.resources() == limits.resources()) {
      full = true;
      return;
    }
    findings.add(new FileResource(root, path, revisions.of(state)));
  }

  private void follow(Path link, String path) throws IOException {
    for (int look = 1; ; look++) {
      try {
        take(link.toRealPath(), path);
        return;
      } catch (AccessDeniedException e) {
        throw e;
      } catch (NoSuchFileException e) {
        // Perhaps the link was switched just now, and what it led to taken away.
        if (look == LOOKS) {
          findings.linkBroken(path);
          return;
        }
      } catch (FileSystemException e) {
        findings.linkBroken(path); // it turns in a circle
        return;
      }
    }
  }

  private void take(Path target, String path) throws IOException {
    boolean within = target.startsWith(realRoot);
    if (within) {
      round.follow(target);
    }
    FileState state = FileState.of(target);
    switch (state.kind()) {
      case FILE -> {
        if (within) {
          offer(path, state);
        } else {
          findings.linkOutside(path);
        }
      }
      case DIRECTORY, JUNCTION -> {}
      case LINK, OTHER -> findings.notRegular(path);
    }
  }

  /** Returns whether the path leads back to the entry, as it must for reading. */
  private boolean isExpressible(Path entry, String path) {
    if (path.indexOf(UNDECODABLE) < 0) {
      return true;
    }
    try {
      return root.directory().resolve(path).normalize().equals(entry.normalize());
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
