package dev.impresario.source.filesystem;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The directories that a walk has come upon and not looked into yet, and the round that is told of
 * each. Safe for use by many threads.
 */
final class Agenda {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Round round; // guarded by lock, for it is for one thread at a time
  private final Deque<Directory> pending = new ArrayDeque<>(); // guarded by lock
  private int inHand; // guarded by lock
  private boolean broken; // guarded by lock
  private boolean ended; // guarded by lock

  /**
   * A directory to be listed.
   *
   * @param prefix what the paths of its entries begin with
   * @param depth how many directories down it is
   * @param identity what tells it from another one at its place
   */
  record Directory(Path file, String prefix, int depth, Object identity) {

    boolean isRoot() {
      return prefix.isEmpty();
    }

    String path() {
      return prefix.substring(0, prefix.length() - 1);
    }
  }

  Agenda(Round round) {
    this.round = round;
  }

  void add(Directory directory) {
    lock.lock();
    try {
      pending.push(directory);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a directory to be listed; null if there is none any more. Waits while others are at
   * work that may come upon one. To be followed by {@code done}.
   */
  @Nullable Directory next() {
    lock.lock();
    try {
      while (pending.isEmpty() && inHand > 0 && !ended) {
        changed.awaitUninterruptibly();
      }
      if (pending.isEmpty() || ended) {
        return null;
      }
      inHand++;
      return pending.pop();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a directory is there for somebody to take. */
  boolean hasMore() {
    lock.lock();
    try {
      return !pending.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells that a directory is in hand no more.
   *
   * @param whole whether nothing of it has been missed
   */
  void done(boolean whole) {
    lock.lock();
    try {
      inHand--;
      broken |= !whole;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells the round of a directory that is to be listed. */
  void enter(Directory directory) {
    lock.lock();
    try {
      round.enter(directory.prefix(), directory.file(), directory.identity());
    } finally {
      lock.unlock();
    }
  }

  /** Tells the round of a link that leads to a file. */
  void follow(Path target) {
    lock.lock();
    try {
      round.follow(target);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives out no more, and waits until nothing is in hand. Returns whether nothing of what was
   * given out has been missed.
   */
  boolean end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      while (inHand > 0) {
        changed.awaitUninterruptibly();
      }
      return !broken;
    } finally {
      lock.unlock();
    }
  }
}
