package dev.impresario.source.filesystem;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.impresario.source.filesystem.Registrations.Answer;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories that scans list, with their events. One that is there under its old name and
 * inode costs nothing. For one thread at a time, save what is said otherwise.
 */
final class WatchedTree {
  private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY};

  private final Registrations registrations;
  private final int most;
  private final Map<String, Entry> entries = new HashMap<>();

  /** Of all entries, and of those replaced since the last {@link #forgetUnseen}. */
  private final Set<WatchKey> keys = ConcurrentHashMap.newKeySet();

  private boolean replaced;

  private static final class Entry {
    final Object identity;
    Answer answer;
    long seen;

    Entry(Object identity, Answer answer) {
      this.identity = identity;
      this.answer = answer;
    }

    boolean isOf(Object present) {
      WatchKey key = answer.key();
      return identity.equals(present) && (key == null || key.isValid());
    }
  }

  /**
   * Creates a tree without directories.
   *
   * @param most how many directories are watched
   */
  WatchedTree(Registrations registrations, int most) {
    this.registrations = registrations;
    this.most = most;
  }

  /** Returns whether these are the events of a directory that scans list. For any thread. */
  boolean has(WatchKey key) {
    return keys.contains(key);
  }

  /** Asks again for the events of a directory, of which others have asked for fewer. */
  void renew(Path directory) {
    registrations.register(directory, KINDS);
  }

  /**
   * Sees to the events of a directory that is about to be listed.
   *
   * @param place what the directory is known by from scan to scan
   * @param identity what tells it from another one at that place
   * @param scan the number of the scan
   */
  void enter(String place, Path directory, Object identity, long scan) {
    Entry entry = entries.get(place);
    if (entry == null || !entry.isOf(identity)) {
      replaced |= entry != null;
      entry = new Entry(identity, register(directory));
      entries.put(place, entry);
    } else if (entry.answer.equals(Answer.NOTHING)) {
      entry.answer = register(directory);
    }
    entry.seen = Math.max(entry.seen, scan);
  }

  /** Has those asked for again that were refused. */
  void tryAgain() {
    for (Entry entry : entries.values()) {
      if (entry.answer.refused() != null) {
        entry.answer = Answer.NOTHING;
      }
    }
  }

  private Answer register(Path directory) {
    if (keys.size() >= most) {
      return Answer.refused(NotWatched.TOO_MANY);
    }
    Answer answer = registrations.register(directory, KINDS);
    if (answer.key() != null) {
      keys.add(answer.key());
    }
    return answer;
  }

  /** Forgets what this scan has not come upon, and returns the events nobody listens to now. */
  Set<WatchKey> forgetUnseen(long scan) {
    boolean forgotten = entries.values().removeIf(entry -> entry.seen < scan);
    if (!forgotten && !replaced) {
      return Set.of();
    }
    replaced = false;
    var idle = new HashSet<>(keys);
    for (Entry entry : entries.values()) {
      WatchKey key = entry.answer.key();
      if (key != null) {
        idle.remove(key); // a directory that was moved has the events of old at its new place
      }
    }
    keys.removeAll(idle);
    return idle;
  }

  /** Returns the first reason why any directory is without events, or null. */
  @Nullable NotWatched refused() {
    NotWatched first = null;
    for (Entry entry : entries.values()) {
      NotWatched reason = entry.answer.refused();
      if (reason != null && (first == null || reason.compareTo(first) < 0)) {
        first = reason;
      }
    }
    return first;
  }
}
