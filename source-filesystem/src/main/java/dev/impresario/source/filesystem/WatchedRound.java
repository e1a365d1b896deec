package dev.impresario.source.filesystem;

import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A scan that has its directories watched. For one thread. */
final class WatchedRound implements Round {
  private final Watched watched;
  private final long scan;
  private final Set<Path> linked = new HashSet<>();

  WatchedRound(Watched watched, long scan) {
    this.watched = watched;
    this.scan = scan;
    watched.follow();
  }

  @Override
  public void foundRoot(Path real, Object identity) {
    watched.leadTo(real, identity);
  }

  @Override
  public void enter(String place, Path directory, Object identity) {
    watched.enter(place, directory, identity, scan);
  }

  /** The directory of the file may be one that is not listed, such as {@code ..data}. */
  @Override
  public void follow(Path target) {
    Path parent = target.getParent();
    if (parent != null && linked.add(parent)) {
      try {
        enter(parent.toString(), parent, FileState.of(parent).identity());
      } catch (IOException e) {
        // It has gone, and the file with it: the look at that tells.
      }
    }
  }

  @Override
  public Scan end(Scan found) {
    watched.end(scan);
    NotWatched reason = watched.refused();
    return reason == null ? found : RefusedRound.with(reason, found);
  }
}
