package dev.impresario.source.filesystem;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All that events are asked for: the root's tree, and the way to it. Safe for use by many threads.
 * Each question is asked before what it is about is looked at, so nothing slips in between.
 */
final class Watched {
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "drvfs", "virtiofs");
  private static final String FUSE = "fuse.";

  private final Path directory;
  private final Events events;

  // Only scans wait for it, and only for one question to the file system.
  private final ReentrantLock lock = new ReentrantLock();
  private final Registrations registrations; // guarded by lock
  private final WatchedTree tree; // guarded by lock, save for has
  private final WatchedWay way; // guarded by lock, save for has and isTurnedBy
  private @Nullable Path root; // guarded by lock
  private @Nullable Object identity; // guarded by lock
  private boolean remote; // guarded by lock
  private boolean followed; // guarded by lock; in this scan

  Watched(Path directory, Events events, int most) {
    this.directory = directory;
    this.events = events;
    this.registrations = new Registrations(events);
    this.tree = new WatchedTree(registrations, most);
    this.way = new WatchedWay(registrations, tree);
  }

  /** Returns whether something has happened that a scan may see. For the thread of the events. */
  boolean concerns(WatchKey key, List<WatchEvent<?>> happened, boolean valid) {
    boolean turned = way.isTurnedBy(key, happened, valid);
    return turned || tree.has(key) || !way.has(key);
  }

  void tryAgain() {
    locked(
        () -> {
          registrations.tryAgain();
          tree.tryAgain();
          way.tryAgain();
        });
  }

  /** Sees to the way, if it is not known or has turned. */
  void follow() {
    locked(
        () -> {
          followed = way.isTurned();
          if (followed) {
            followAnew();
          }
        });
  }

  /** Sees to the way if it now leads elsewhere, of which events may not have told. */
  void leadTo(Path real, Object inode) {
    locked(
        () -> {
          if (!real.equals(root) || !inode.equals(identity)) {
            if (!followed) {
              followAnew();
            }
            root = real;
            identity = inode;
            remote = isRemote(real);
          }
        });
  }

  void enter(String place, Path entered, Object inode, long scan) {
    locked(() -> tree.enter(place, entered, inode, scan));
  }

  /** Forgets what a scan has not come upon. */
  void end(long scan) {
    locked(
        () -> {
          for (WatchKey idle : tree.forgetUnseen(scan)) {
            if (!way.has(idle)) {
              idle.cancel();
            }
          }
        });
  }

  /** Returns the first reason why not all is told by events, or null. */
  @Nullable NotWatched refused() {
    lock.lock();
    try {
      NotWatched some = tree.refused() != null ? tree.refused() : way.refused();
      return some == null && remote ? NotWatched.REMOTE : some;
    } finally {
      lock.unlock();
    }
  }

  private void followAnew() {
    for (WatchKey idle : way.follow(directory)) {
      if (!tree.has(idle)) {
        idle.cancel();
      }
    }
  }

  private boolean isRemote(Path real) {
    try {
      String type = events.fileSystemOf(real).toLowerCase(Locale.ROOT);
      return REMOTE.contains(type) || type.startsWith(FUSE);
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return false; // it can only not be told
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } catch (ClosedWatchServiceException e) {
      // The source was closed while it was scanned.
    } finally {
      lock.unlock();
    }
  }
}
