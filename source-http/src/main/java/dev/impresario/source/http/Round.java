package dev.impresario.source.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks once what is there now, and fetches what has changed. Each file is had as a whole or stays
 * as it was; none costs another. Used by one thread, which does not fetch itself, so that it can be
 * interrupted.
 */
final class Round {
  private static final int MANIFEST_BYTES = 4 << 20;
  private static final int TOTALS_PER_ROUND = 2;

  private final Settings settings;
  private final Fetcher fetcher;
  private final ExecutorService threads;
  private final @Nullable State before;
  private final Deadline deadline;
  private final Problems problems = new Problems();
  private final TreeMap<String, HeldFile> files = new TreeMap<>();

  Round(
      Settings settings,
      World world,
      Fetcher fetcher,
      ExecutorService threads,
      @Nullable State before) {
    this.settings = settings;
    this.fetcher = fetcher;
    this.threads = threads;
    this.before = before;
    Duration time = settings.limits().total().multipliedBy(TOTALS_PER_ROUND);
    this.deadline = Deadline.after(time, world.ticker());
  }

  /** A file that is to be fetched; with a hash if a manifest says what it must be. */
  private record Wanted(String path, WebAddress at, @Nullable String sha256) {}

  /** What came of one; an answer of null is none. */
  private record Outcome(Wanted wanted, @Nullable HeldFile file, @Nullable FetchFailure failure) {}

  /**
   * Returns what is held now.
   *
   * @throws FetchFailure if nothing can be said, so that what was held stays
   * @throws InterruptedIOException if this thread was interrupted, which it stays
   */
  State run() throws FetchFailure, InterruptedIOException {
    try {
      WebAddress manifest = settings.manifest();
      return manifest != null ? ofManifest(manifest) : ofUrls();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("interrupted while it was fetched");
      interrupted.initCause(e);
      throw interrupted;
    } catch (RejectedExecutionException e) {
      throw FetchFailure.answer("the source is closed");
    }
  }

  private State ofManifest(WebAddress at) throws FetchFailure, InterruptedException {
    Manifest known = before == null ? null : before.manifest();
    Validators from = known == null || before == null ? null : before.manifestFrom();
    Answer answer =
        only(() -> fetcher.fetch(at, from, MANIFEST_BYTES, new Memory(2L * MANIFEST_BYTES)));
    Manifest manifest = known;
    Validators validators = from;
    if (known == null || answer.status() != 304) {
      manifest = Manifest.parse(answer.body(), settings.limits().entries());
      validators = answer.validators().areAny() ? answer.validators() : null;
    }
    if (manifest == null) {
      throw FetchFailure.answer("the server says that what it never sent has not changed");
    }
    take(manifest, at);
    return new State(
        Collections.unmodifiableSortedMap(files), problems.list(), manifest, validators);
  }

  private void take(Manifest manifest, WebAddress at) throws InterruptedException {
    problems.add(manifest.problems());
    manifest.problems().paths().forEach(this::keep);
    var wanted = new ArrayList<Wanted>();
    for (Manifest.Entry entry : manifest.entries()) {
      if (settings.filter().accepts(entry.path())) {
        HeldFile held = held(entry.path());
        if (held != null && held.revision().equals(entry.sha256())) {
          files.put(entry.path(), held);
        } else {
          want(entry, at, wanted);
        }
      }
    }
    fetch(wanted);
  }

  private void want(Manifest.Entry entry, WebAddress manifest, List<Wanted> wanted) {
    try {
      wanted.add(new Wanted(entry.path(), place(entry, manifest), entry.sha256()));
    } catch (FetchFailure e) {
      problems.failed(entry.path(), e);
      keep(entry.path());
    }
  }

  private WebAddress place(Manifest.Entry entry, WebAddress manifest) throws FetchFailure {
    if (entry.url() == null) {
      return Paths.below(manifest, entry.path());
    }
    WebAddress place = manifest.resolve(entry.url());
    if (!place.hasOriginOf(manifest) && !settings.allowed().allows(place)) {
      throw FetchFailure.refused("the manifest sends for it to '%s'".formatted(place));
    }
    return place;
  }

  private State ofUrls() throws FetchFailure, InterruptedException {
    var wanted = new ArrayList<Wanted>();
    for (WebAddress url : settings.urls()) {
      wanted.add(new Wanted(Paths.name(url), url, null));
    }
    FetchFailure failure = fetch(wanted);
    if (failure != null && files.isEmpty()) {
      throw failure;
    }
    return new State(Collections.unmodifiableSortedMap(files), problems.list(), null, null);
  }

  /** Fetches all, and returns one of the failures, or null if there is none. */
  private @Nullable FetchFailure fetch(List<Wanted> wanted) throws InterruptedException {
    long room = settings.limits().totalBytes();
    room -= files.values().stream().mapToLong(HeldFile::size).sum();
    var memory = new Memory(Math.max(0, room)); // for what comes, beside what is held until then
    room -= wanted.stream().mapToLong(file -> sizeHeld(file.path())).sum();
    // what was never had comes first, so that what is slow cannot keep it away for good
    wanted.sort(Comparator.comparing(file -> held(file.path()) != null));
    FetchFailure any = null;
    for (Outcome outcome : leastGrowthFirst(all(wanted, memory))) {
      HeldFile file = outcome.file();
      FetchFailure failure = outcome.failure();
      String path = outcome.wanted().path();
      long growth = growth(outcome);
      if (file != null && growth > 0 && growth > room) {
        file = null;
        failure = Memory.exceeded();
      }
      if (file != null) {
        room -= growth;
        files.put(path, file);
      } else if (failure != null) {
        problems.failed(path, failure);
        keep(path);
        any = failure;
      } else {
        problems.hashMismatch(path);
        keep(path);
      }
    }
    return any;
  }

  /** What shrinks makes room for what grows. */
  private List<Outcome> leastGrowthFirst(List<Outcome> outcomes) {
    return outcomes.stream().sorted(Comparator.comparingLong(this::growth)).toList();
  }

  /** Returns how many bytes more are held if this is taken. */
  private long growth(Outcome outcome) {
    HeldFile file = outcome.file();
    return file == null ? 0 : (long) file.size() - sizeHeld(outcome.wanted().path());
  }

  private List<Outcome> all(List<Wanted> wanted, Memory memory) throws InterruptedException {
    List<Callable<Outcome>> work = new ArrayList<>();
    wanted.forEach(file -> work.add(() -> outcome(file, memory)));
    List<Future<Outcome>> done = threads.invokeAll(work, deadline.left(), TimeUnit.NANOSECONDS);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < done.size(); i++) {
      outcomes.add(outcome(done.get(i), wanted.get(i)));
    }
    return outcomes;
  }

  private static Outcome outcome(Future<Outcome> done, Wanted wanted) throws InterruptedException {
    try {
      return done.get();
    } catch (CancellationException e) {
      return new Outcome(
          wanted, null, FetchFailure.passing("there was no time left to fetch it", e));
    } catch (ExecutionException e) {
      return new Outcome(wanted, null, unexpected(e));
    }
  }

  private Outcome outcome(Wanted wanted, Memory memory) throws InterruptedException {
    try {
      return new Outcome(wanted, file(wanted, memory), null);
    } catch (FetchFailure e) {
      return new Outcome(wanted, null, e);
    }
  }

  /** Returns the file, or null if it is not what the manifest says. */
  private @Nullable HeldFile file(Wanted wanted, Memory memory)
      throws FetchFailure, InterruptedException {
    HeldFile held = wanted.sha256() == null ? held(wanted.path()) : null;
    Validators known = held == null || !held.validators().areAny() ? null : held.validators();
    Answer answer = fetcher.fetch(wanted.at(), known, settings.limits().fileBytes(), memory);
    if (held != null && answer.status() == 304) {
      return held;
    }
    byte[] bytes = answer.body();
    String sha256 = HeldFile.sha256(bytes);
    if (wanted.sha256() == null && !answer.isLengthKnown()) {
      memory.give(bytes.length);
      throw FetchFailure.answer("the server does not say how long it is, so it may be cut off");
    }
    if (wanted.sha256() != null && !sha256.equals(wanted.sha256())) {
      memory.give(bytes.length);
      return null;
    }
    return new HeldFile(wanted.path(), bytes, sha256, answer.validators());
  }

  private Answer only(Callable<Answer> work) throws FetchFailure, InterruptedException {
    Future<Answer> answer = threads.submit(work);
    try {
      return answer.get(Math.max(1, deadline.left()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw FetchFailure.passing("it does not come in time", e);
    } catch (CancellationException e) {
      throw FetchFailure.answer("the source is closed");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FetchFailure failure) {
        throw failure;
      }
      throw unexpected(e);
    } finally {
      answer.cancel(true);
    }
  }

  private static FetchFailure unexpected(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return FetchFailure.passing(
        "it could not be fetched: " + cause.getClass().getSimpleName(), cause);
  }

  private @Nullable HeldFile held(String path) {
    return before == null ? null : before.files().get(path);
  }

  private long sizeHeld(String path) {
    HeldFile held = held(path);
    return held == null ? 0 : held.size();
  }

  private void keep(String path) {
    HeldFile held = held(path);
    if (held != null) {
      files.put(path, held);
    }
  }
}
