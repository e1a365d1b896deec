package dev.impresario.source.filesystem;

import dev.impresario.source.filesystem.Agenda.Directory;
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
import java.util.Iterator;

/**
 * Walks some of the directories of a walk, on one thread. Not recursive, so that no depth can
 * overflow the stack, and with one directory open at a time.
 *
 * <p>Every refresh comes through here, so each file costs one system call, and what only an odd
 * entry needs (real paths, second looks) only odd entries pay for. Not {@link Files#walkFileTree}:
 * it does not tell when an inode changed, and asking again would double the time.
 */
final class Walker implements Runnable {
  private static final char UNDECODABLE = '\uFFFD';

  /** How often a link that dangles is looked at; it dangles in the middle of a switch, too. */
  private static final int LOOKS = 3;

  private final TreeWalk walk;
  private final Limits limits;
  private final Agenda agenda;
  private final Findings findings;
  private int entries;
  private boolean full;

  Walker(TreeWalk walk, Agenda agenda) {
    this.walk = walk;
    this.limits = walk.limits();
    this.agenda = agenda;
    this.findings = new Findings(limits.diagnostics());
  }

  /** Walks until nothing is left, beside another walker. */
  @Override
  public void run() {
    try {
      while (walkNext()) {}
    } catch (Throwable e) {
      // The agenda knows that something was missed. If it lasts, it is met in the walk without us.
    }
  }

  /** Returns how many entries were looked at so far. */
  int entries() {
    return entries;
  }

  /** Takes over what another one has found; returns whether it is no more than is to be told. */
  boolean takeOver(Walker other) {
    entries += other.entries;
    full |= other.full;
    findings.addAll(other.findings);
    return !full
        && entries <= limits.entries()
        && findings.resources() <= limits.resources()
        && findings.allTold();
  }

  /** Returns what was found. */
  Scan scan() {
    if (full) {
      findings.tooMany(limits.entries(), limits.resources());
    }
    return findings.scan();
  }

  /**
   * Walks the next directory; returns whether there was one.
   *
   * @throws IOException if it is the root and cannot be read
   */
  boolean walkNext() throws IOException {
    Directory directory = full ? null : agenda.next();
    if (directory == null) {
      return false;
    }
    boolean whole = false;
    try {
      enter(directory);
      whole = true;
    } finally {
      agenda.done(whole);
    }
    return true;
  }

  private void enter(Directory directory) throws IOException {
    agenda.enter(directory);
    try {
      list(directory);
    } catch (IOException e) {
      if (directory.isRoot()) {
        throw e;
      }
      missed(directory, e);
    }
  }

  private void missed(Directory directory, IOException cause) {
    // One that went away after it was seen, the next scan would not see either.
    if (!(cause instanceof NoSuchFileException || cause instanceof NotDirectoryException)) {
      findings.unreadable(directory.path(), cause);
    }
  }

  private void list(Directory directory) throws IOException {
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
    } else if (walk.filter().accepts(path)) {
      consider(entry, path, state);
    }
  }

  private void descend(Directory parent, Path entry, String path, FileState state) {
    if (walk.filter().rulesOut(path)) {
      return;
    }
    if (!isExpressible(entry, path)) {
      findings.badName(path);
    } else if (parent.depth() == limits.depth()) {
      findings.tooDeep(path, limits.depth());
    } else {
      agenda.add(new Directory(entry, path + "/", parent.depth() + 1, state.identity()));
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
    findings.add(new FileResource(walk.root(), path, walk.revisions().of(state)));
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
    boolean within = target.startsWith(walk.realRoot());
    if (within) {
      agenda.follow(target);
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
      return walk.root().directory().resolve(path).normalize().equals(entry.normalize());
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
