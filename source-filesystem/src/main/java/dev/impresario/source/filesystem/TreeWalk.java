package dev.impresario.source.filesystem;

import dev.impresario.source.filesystem.Agenda.Directory;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a directory and those in it: by the thread that asks for it and, if there is much
 * to look at, by one more, since nearly all of the time goes to asking the system about one file
 * after another.
 */
record TreeWalk(
    Root root, Path realRoot, PathFilter filter, Limits limits, Revisions revisions, Round round) {

  /** After how many entries a companion is worth its start, which takes as long as 30 of them. */
  static final int MANY = 300;

  /**
   * Walks.
   *
   * @param identity what tells the root from another directory of its name
   * @throws IOException if the root itself cannot be read
   */
  Scan scan(Object identity) throws IOException {
    Scan scan = scan(identity, Runtime.getRuntime().availableProcessors() > 1);
    return scan != null ? scan : Objects.requireNonNull(scan(identity, false));
  }

  /**
   * Walks, with a companion if that is wanted. Returns null if there was one and it failed, or if
   * there is more than is to be told: what is left out then must be the same each time, and not
   * depend on who was faster.
   */
  private @Nullable Scan scan(Object identity, boolean shared) throws IOException {
    Agenda agenda = begin(identity);
    var walker = new Walker(this, agenda);
    Walker companion = null;
    boolean whole;
    try {
      while (walker.walkNext()) {
        if (shared && companion == null && walker.entries() >= MANY && agenda.hasMore()) {
          companion = new Walker(this, agenda);
          start(companion);
        }
      }
    } finally {
      whole = agenda.end(); // whatever happened: when this has ended, nobody must walk on
    }
    if (companion == null) {
      return walker.scan();
    }
    return whole && walker.takeOver(companion) ? walker.scan() : null;
  }

  private static void start(Walker companion) {
    try {
      var thread = new Thread(null, companion, "impresario-walk", 0, false);
      thread.setDaemon(true);
      thread.start();
    } catch (OutOfMemoryError | RuntimeException e) {
      // no thread is to be had; then it takes longer
    }
  }

  private Agenda begin(Object identity) {
    var agenda = new Agenda(round);
    agenda.add(new Directory(root.directory(), "", 0, identity));
    return agenda;
  }
}
