package dev.impresario.source.filesystem;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.impresario.source.filesystem.Registrations.Answer;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories above the root and above the links to it, with the names that count in each. What
 * else happens there, as it does all the time in a directory for temporary files, is none of our
 * business. For one thread at a time, save what is said otherwise.
 */
final class WatchedWay {
  private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_DELETE};

  private final Registrations registrations;
  private final WatchedTree tree;
  private final Map<WatchKey, Set<String>> names = new ConcurrentHashMap<>();
  private @Nullable NotWatched refused;
  private volatile boolean turned = true;

  WatchedWay(Registrations registrations, WatchedTree tree) {
    this.registrations = registrations;
    this.tree = tree;
  }

  /** Returns whether these are the events of a directory on the way. For any thread. */
  boolean has(WatchKey key) {
    return names.containsKey(key);
  }

  /** Notes whether the events turn the way, and returns it. For any thread. */
  boolean isTurnedBy(WatchKey key, List<WatchEvent<?>> events, boolean valid) {
    Set<String> known = names.get(key);
    boolean turning =
        known != null && (!valid || events.stream().anyMatch(event -> counts(event, known)));
    turned |= turning;
    return turning;
  }

  private static boolean counts(WatchEvent<?> event, Set<String> known) {
    return event.kind().equals(OVERFLOW) || known.contains(String.valueOf(event.context()));
  }

  boolean isTurned() {
    return turned;
  }

  void tryAgain() {
    turned |= refused != null;
  }

  @Nullable NotWatched refused() {
    return refused;
  }

  /** Sees to the events on the way to a directory, and returns those nobody listens to now. */
  Set<WatchKey> follow(Path directory) {
    turned = false;
    refused = null;
    var idle = new HashSet<>(names.keySet());
    var present = new HashMap<WatchKey, Set<String>>();
    Way.follow(directory, (parent, name) -> step(parent, name.toString(), present));
    idle.removeAll(present.keySet());
    names.putAll(present);
    names.keySet().removeAll(idle);
    return idle;
  }

  private void step(Path parent, String name, Map<WatchKey, Set<String>> present) {
    Answer answer = registrations.register(parent, KINDS);
    WatchKey key = answer.key();
    if (key != null) {
      add(present, key, name);
      add(names, key, name); // at once: the name is looked at next
      if (tree.has(key)) {
        tree.renew(parent); // as when the way to the root leads through the root
      }
    } else if (refused == null) {
      refused = answer.refused();
    }
  }

  private static void add(Map<WatchKey, Set<String>> names, WatchKey key, String name) {
    var some = new HashSet<>(names.getOrDefault(key, Set.of()));
    some.add(name);
    names.put(key, some);
  }
}
