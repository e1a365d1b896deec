package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Real events, with a record of what is asked for, and refusals at will. */
final class RecordingEvents implements Events {
  /** Throws if the directory shall be refused. */
  interface Refusal {
    void check(Path directory) throws IOException;
  }

  final List<Path> asked = new CopyOnWriteArrayList<>();
  private final Map<String, WatchKey> keys = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Object> handled = new LinkedBlockingQueue<>();
  private volatile Refusal refusal = directory -> {};
  private volatile String fileSystem = "ext4";
  private final Events real;
  private @Nullable WatchKey last; // of the events' thread

  RecordingEvents() throws IOException {
    real = SystemEvents.open(Path.of(""));
  }

  Events open(Path path) {
    return this;
  }

  RecordingEvents refuse(Refusal some) {
    refusal = some;
    return this;
  }

  RecordingEvents on(String type) {
    fileSystem = type;
    return this;
  }

  /** Returns the directories asked for that are called so, and forgets all. */
  List<String> namesAsked(Predicate<Path> which) {
    var names = new ArrayList<String>();
    for (Path path : asked) {
      if (which.test(path)) {
        names.add(String.valueOf(path.getFileName()));
      }
    }
    asked.clear();
    return names;
  }

  WatchKey registered(String name) {
    return Objects.requireNonNull(keys.get(name), name);
  }

  /** Returns when events of this directory have been handled. */
  void awaitHandled(Path directory) throws InterruptedException {
    while (true) {
      Object some = handled.poll(20, TimeUnit.SECONDS);
      assertThat(some).as("events of " + directory).isNotNull();
      if (directory.equals(some)) {
        return;
      }
    }
  }

  @Override
  public WatchKey register(Path directory, WatchEvent.Kind<?>... kinds) throws IOException {
    asked.add(directory);
    refusal.check(directory);
    WatchKey key = real.register(directory, kinds);
    keys.put(String.valueOf(directory.getFileName()), key);
    return key;
  }

  @Override
  public WatchKey take() throws InterruptedException {
    if (last != null) {
      handled.add(last.watchable());
    }
    WatchKey next = real.take();
    last = next;
    return next;
  }

  @Override
  public String fileSystemOf(Path path) {
    return fileSystem;
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
