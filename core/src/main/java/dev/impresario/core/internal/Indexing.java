package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Pins;
import dev.impresario.core.internal.index.BadIndexException;
import dev.impresario.core.internal.index.BadIndexException.Kind;
import dev.impresario.core.internal.index.IndexContents;
import dev.impresario.core.internal.index.IndexEntry;
import dev.impresario.core.internal.index.IndexFile;
import dev.impresario.core.internal.index.IndexedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what files said in a file that outlives the engine, and takes it from there at the first
 * scan of a later one. It is read and written on a thread of its own; whatever fails costs nobody
 * anything but the time to read the files. Safe for use by many threads.
 *
 * <p>It is written when the first scan has found something that is not in it, and at the close if
 * there was more since. In between, an engine holds nothing of it but what was read meanwhile.
 */
final class Indexing implements AutoCloseable {
  private static final long LONGEST_CLOSE_SECONDS = 5;

  private final @Nullable IndexFile file;
  private final IndexNews news;
  private final ThreadFactory threads;
  private final String stamp;

  /** What sources are called in the index, by rank; null for one that has no place in it. */
  private final List<@Nullable String> keys;

  /** What was read of files since it was written, by path, of each source. */
  private final List<Map<String, Reading>> readings = new ArrayList<>();

  /** What is in the file, until the first scan has ended; written under the lock. */
  private volatile @Nullable FutureTask<IndexContents> load = new FutureTask<>(this::load);

  /** Whether what is in the file is of no use, so that even nothing is better. */
  private volatile boolean missing;

  /** Whether nothing is kept any more, since it could not be written. */
  private volatile boolean stopped;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable List<SourceState> unwritten; // guarded by lock
  private @Nullable FutureTask<?> writing; // guarded by lock

  /**
   * What was read of a file.
   *
   * @param lasting whether it may be known by its revision later on
   * @param content null if only its version is known, since it was read before
   */
  private record Reading(
      String revision, boolean lasting, String version, @Nullable IndexedFile content) {}

  private Indexing(
      @Nullable IndexFile file,
      IndexNews news,
      List<@Nullable String> keys,
      String stamp,
      ThreadFactory threads) {
    this.file = file;
    this.news = news;
    this.keys = keys;
    this.stamp = stamp;
    this.threads = threads;
    keys.forEach(key -> readings.add(new ConcurrentHashMap<>()));
  }

  /** Returns one that keeps nothing. */
  static Indexing off() {
    return new Indexing(null, IndexNews.NONE, List.of(), "", Thread::new);
  }

  /**
   * Returns one that keeps its index in this file.
   *
   * <p>Where every version is vouched for, or ids are protected, nobody else is to have a say in
   * what an agent may do; so all files are read if pins are enforced, and always those of sources
   * with protected ids.
   *
   * @param stamp returns what the meaning of files depends on, by asking formats
   */
  static Indexing of(
      Path place,
      List<BoundSource> sources,
      Rules rules,
      Callable<String> stamp,
      ThreadFactory threads) {
    var news = new IndexNews(place);
    if (rules.pins() != null && rules.mode() == Pins.Mode.REFUSE) {
      news.unused();
      return new Indexing(null, news, List.of(), "", threads);
    }
    String library = Whence.version(Indexing.class);
    var file = new IndexFile(place, library == null ? "development" : library);
    try {
      return new Indexing(file, news, keys(sources), stamp.call(), threads);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      news.ignored(e); // what a format does wrong is told where it reads a file
      return new Indexing(null, news, List.of(), "", threads);
    }
  }

  private static List<@Nullable String> keys(List<BoundSource> sources) {
    var counts = new HashMap<String, Integer>();
    var keys = new ArrayList<@Nullable String>();
    for (BoundSource source : sources) {
      String key = source.source().getClass().getName() + " " + place(source.name());
      int number = counts.merge(key, 1, Integer::sum);
      keys.add(source.trust().protectedIds() ? null : key + "#" + number);
    }
    return keys;
  }

  /** Where a directory's relative name leads depends on the process; that of a URL does not. */
  static String place(String name) {
    try {
      Path place = Path.of(name);
      return Files.isDirectory(place) ? place.toAbsolutePath().toString() : name;
    } catch (InvalidPathException e) {
      return name;
    }
  }

  /** Begins to read the index, beside the first look at the sources. */
  void begin() {
    FutureTask<IndexContents> first = load;
    if (file != null && first != null) {
      threads.newThread(first).start();
    }
  }

  private IndexContents load() {
    IndexContents read = read();
    if (read != null && read.stamp().equals(stamp)) {
      return read;
    }
    missing = true;
    return IndexContents.none(stamp);
  }

  private @Nullable IndexContents read() {
    try {
      return file == null ? null : file.read();
    } catch (BadIndexException e) {
      if (e.kind() == Kind.FOREIGN) {
        stop(e);
      } else {
        news.ignored(e);
      }
      if (e.kind() == Kind.PLACE) {
        stop();
      }
    } catch (IOException e) {
      stop(e); // what cannot be looked at may be anything, and is not replaced
    } catch (RuntimeException | StackOverflowError e) {
      news.ignored(e);
    }
    return null;
  }

  private void stop(Throwable cause) {
    news.notWritten(cause);
    stop();
  }

  private void stop() {
    stopped = true;
    readings.forEach(Map::clear);
  }

  /** Returns what an earlier engine read in this file as it is, or null if that is not known. */
  @Nullable IndexedFile known(BoundSource source, ScannedFile scanned) {
    String key = key(source);
    FutureTask<IndexContents> first = load;
    if (key == null || first == null || !isLasting(scanned)) {
      return null;
    }
    IndexEntry entry = loaded(first).of(key).get(scanned.path());
    return entry != null && entry.revision().equals(scanned.revision()) ? entry.file() : null;
  }

  private IndexContents loaded(FutureTask<IndexContents> task) {
    task.run(); // does nothing if another thread does it
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      news.ignored(e);
    }
    return IndexContents.none(stamp);
  }

  /**
   * Notes what a file was found to say.
   *
   * @param reread whether the revision is that of an earlier content
   */
  void note(BoundSource source, ScannedFile scanned, IndexedFile content, boolean reread) {
    if (key(source) != null) {
      boolean lasting = !reread && isLasting(scanned);
      readings
          .get(source.rank())
          .put(
              scanned.path(), new Reading(scanned.revision(), lasting, content.version(), content));
    }
  }

  /** Notes that a file says what it said before, by another revision. */
  void renew(BoundSource source, ScannedFile scanned, String version, boolean reread) {
    if (key(source) != null && !reread) {
      boolean lasting = isLasting(scanned);
      readings
          .get(source.rank())
          .compute(
              scanned.path(),
              (path, before) -> {
                boolean same = before != null && before.version().equals(version);
                IndexedFile content = same ? before.content() : null;
                return new Reading(scanned.revision(), lasting, version, content);
              });
    }
  }

  private @Nullable String key(BoundSource source) {
    return file == null || stopped ? null : keys.get(source.rank());
  }

  private static boolean isLasting(ScannedFile scanned) {
    try {
      return scanned.resource().hasLastingRevision();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return false; // a plugin's bug costs no more than a file that is read
    }
  }

  /**
   * Forgets what was read of files that are gone. To be called before the next scan begins, which
   * may read files that are not in these states yet.
   */
  void retain(List<SourceState> sources) {
    if (file != null) {
      for (SourceState source : sources) {
        readings.get(source.source().rank()).keySet().retainAll(source.files().keySet());
      }
    }
  }

  /** Waits a while for the index, which no file may have asked for; returns whether it is read. */
  boolean isRead(long millis) throws InterruptedException {
    FutureTask<IndexContents> first = load;
    try {
      if (file != null && first != null) {
        first.get(millis, TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // whoever takes what it says tells of that
    }
  }

  /** Takes note of what there is after a scan that found something new. Returns at once. */
  void scanned(List<SourceState> sources) {
    if (file == null) {
      return;
    }
    lock.lock();
    try {
      if (stopped) {
        stop(); // a reading that was under way then may have been noted since
        load = null;
        return;
      }
      FutureTask<IndexContents> first = load;
      if (first != null) {
        load = null; // its contents go with the task
        writing = start(() -> write(sources, loaded(first)));
      } else {
        unwritten = sources;
      }
    } finally {
      lock.unlock();
    }
  }

  /** A task that has run forgets what it worked on; its thread might not. */
  private FutureTask<?> start(Runnable work) {
    var task = new FutureTask<@Nullable Void>(work, null);
    threads.newThread(task).start();
    return task;
  }

  private void write(List<SourceState> sources, IndexContents before) {
    try {
      var after = new LinkedHashMap<String, Map<String, IndexEntry>>();
      int fresh = 0;
      for (SourceState source : sources) {
        String key = keys.get(source.source().rank());
        if (key != null) {
          fresh += collect(source, before.of(key), entries(after, key));
        }
      }
      var contents = new IndexContents(stamp, after);
      if (file != null && !stopped && (missing || fresh > 0 || contents.size() != before.size())) {
        file.write(contents);
        missing = false;
      }
      forget(after);
    } catch (Exception | LinkageError | StackOverflowError e) {
      stop(e); // else all that is read would be held until the close
    }
  }

  private static Map<String, IndexEntry> entries(
      Map<String, Map<String, IndexEntry>> all, String key) {
    return all.computeIfAbsent(key, missing -> new LinkedHashMap<>());
  }

  /** Gathers what is to be kept of a source; returns how much of it was not in the index. */
  private int collect(
      SourceState source, Map<String, IndexEntry> before, Map<String, IndexEntry> after) {
    if (!source.seen()) {
      after.putAll(before); // it did not answer, which says nothing of its files
      return 0;
    }
    Map<String, Reading> read = readings.get(source.source().rank());
    int fresh = 0;
    for (Map.Entry<String, FileState> each : source.files().entrySet()) {
      String path = each.getKey();
      String revision = each.getValue().revision();
      IndexEntry known = before.get(path);
      IndexEntry entry = fresh(read.get(path), revision, known);
      boolean isFresh = entry != null;
      if (!isFresh && known != null && known.revision().equals(revision)) {
        entry = known;
      }
      if (entry != null && each.getValue().settled()) {
        after.put(path, entry);
        fresh += isFresh ? 1 : 0;
      }
    }
    return fresh;
  }

  private static @Nullable IndexEntry fresh(
      @Nullable Reading reading, String revision, @Nullable IndexEntry known) {
    if (reading == null || !reading.lasting() || !reading.revision().equals(revision)) {
      return null;
    }
    IndexedFile content = reading.content();
    if (content == null && known != null && known.file().version().equals(reading.version())) {
      content = known.file();
    }
    return content == null ? null : new IndexEntry(revision, content);
  }

  /** What is not written yet, since it may still change, is kept until it is. */
  private void forget(Map<String, Map<String, IndexEntry>> written) {
    for (int rank = 0; rank < keys.size(); rank++) {
      Map<String, IndexEntry> files = written.getOrDefault(keys.get(rank), Map.of());
      readings
          .get(rank)
          .entrySet()
          .removeIf(
              reading -> {
                IndexEntry entry = files.get(reading.getKey());
                return entry != null && entry.revision().equals(reading.getValue().revision());
              });
    }
  }

  /** Returns how many files are remembered until they are written. */
  int held() {
    return readings.stream().mapToInt(Map::size).sum();
  }

  /** Returns these findings, after those on the index. */
  List<Diagnostic> with(List<Diagnostic> others) {
    List<Diagnostic> own = news.findings();
    if (own.isEmpty()) {
      return others;
    }
    var all = new ArrayList<>(own);
    all.addAll(others);
    return List.copyOf(all);
  }

  /** Writes what is not written yet; waits for that, but not for a disk that hangs. */
  @Override
  public void close() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_CLOSE_SECONDS);
    lock.lock();
    try {
      List<SourceState> rest = unwritten;
      unwritten = null;
      boolean written = isWritten(end);
      if (written && rest != null && !stopped) {
        writing = start(() -> write(rest, load()));
        written = isWritten(end);
      }
      if (!written) {
        news.late(LONGEST_CLOSE_SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what is being written, interrupted or not; returns whether it has ended. */
  private boolean isWritten(long end) {
    FutureTask<?> task = writing;
    boolean interrupted = false;
    try {
      while (task != null) {
        try {
          task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
          return true;
        } catch (InterruptedException e) {
          interrupted = true; // the caller's time is bounded anyway
        } catch (ExecutionException e) {
          stop(e);
          return true;
        } catch (TimeoutException e) {
          return false; // it may end by itself, and leaves the file whole in any case
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
