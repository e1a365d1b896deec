package dev.impresario.core.internal;

import dev.impresario.AgentNotFoundException;
import dev.impresario.Cache;
import dev.impresario.ImpresarioException;
import dev.impresario.LoadResults;
import dev.impresario.PromptCache;
import dev.impresario.PromptCacheStats;
import dev.impresario.Registry;
import dev.impresario.SafeText;
import dev.impresario.core.internal.monitor.CacheLoadEvent;
import dev.impresario.core.internal.monitor.FlightEvents;
import dev.impresario.core.internal.monitor.LookUps;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Loads each prompt once, over a backend that only stores.
 *
 * <p>Callers that miss the same key together share one {@link PromptLoad}: the first to register it
 * runs the loader on its own thread and under no lock, so other keys never wait and a loader may
 * load another key. A load is registered until its value is in the backend; whoever becomes the
 * next to load looks into the backend once more, so no two loads of one key follow each other for
 * nothing.
 *
 * <p>The backend is called under no lock either. An invalidation takes the loads under way out of
 * the register and marks them, so that their values are not kept.
 */
final class CoalescingPromptCache implements PromptCache, LookUps {

  /** Reads a prompt that is not cached. */
  @FunctionalInterface
  interface Loader {
    String load() throws IOException;
  }

  private static final int MAXIMUM_HOPS = 1_000;

  private final Cache<PromptKey, String> backend;
  private final long maximumBytes;
  private final ConcurrentHashMap<PromptKey, PromptLoad> underWay = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Thread, PromptLoad> waiting = new ConcurrentHashMap<>();
  private final List<Registry> users = new CopyOnWriteArrayList<>();

  private final AtomicBoolean complained = new AtomicBoolean();
  private volatile boolean closed;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder loadNanos = new LongAdder();

  CoalescingPromptCache(Cache<PromptKey, String> backend, long maximumBytes) {
    this.backend = backend;
    this.maximumBytes = maximumBytes;
  }

  /**
   * Returns the prompt, loading it if nobody has.
   *
   * @throws IOException what the loader threw, to every caller that shared the load
   * @throws InterruptedException if interrupted while another thread loads
   */
  String get(PromptKey key, Loader loader) throws IOException, InterruptedException {
    String held = held(key); // counted, not timed: reading a clock costs more than this
    if (held != null) {
      hits.increment();
      return held;
    }
    misses.increment();
    var mine = new PromptLoad(Thread.currentThread());
    PromptLoad first = underWay.putIfAbsent(key, mine);
    return first == null ? load(key, loader, mine) : await(key, first);
  }

  /** Holds a prompt that was come by otherwise; not counted. */
  void hold(PromptKey key, String prompt) {
    try {
      backend.put(key, prompt);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      goOnWithout(e);
    }
  }

  /**
   * Frees what is held under a key that is not asked for any more; a load under way is not kept. A
   * cache with several users keeps it: another may ask for it yet.
   */
  void forget(PromptKey key) {
    if (users.size() > 1) {
      return;
    }
    PromptLoad load = underWay.get(key);
    if (load != null) {
      withdraw(key, load);
    }
    try {
      backend.invalidate(key);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      if (!closed) { // closed meanwhile: nothing is held
        goOnWithout(e);
      }
    }
  }

  /** Returns the prompt if it is held; not counted. */
  @Nullable String peek(PromptKey key) {
    return held(key);
  }

  /** A prompt that a failing backend does not give can still be read from its file. */
  private @Nullable String held(PromptKey key) {
    try {
      return backend.get(key);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      goOnWithout(e);
      return null;
    }
  }

  private void goOnWithout(Throwable failure) {
    if (closed) {
      throw new IllegalStateException("the prompt cache is closed", failure);
    }
    if (complained.compareAndSet(false, true)) { // once: a log flood helps nobody
      LoggerFactory.getLogger("dev.impresario.cache")
          .warn("the cache fails; prompts are read from their files meanwhile", failure);
    }
  }

  private String load(PromptKey key, Loader loader, PromptLoad mine) throws IOException {
    try {
      String prompt = held(key); // the load we just missed may have brought it
      if (prompt == null) {
        prompt = timed(key, loader);
        if (mine.mayBeKept()) {
          hold(key, prompt);
        }
      }
      underWay.remove(key, mine);
      mine.succeed(prompt);
      return prompt;
    } catch (Throwable e) { // whoever shares this load must learn of it, whatever it is
      underWay.remove(key, mine);
      mine.fail(e);
      throw e;
    }
  }

  /** Waits for the load of another thread, unless that one waits, in the end, for this thread. */
  private String await(PromptKey key, PromptLoad load) throws IOException, InterruptedException {
    Thread me = Thread.currentThread();
    waiting.put(me, load);
    try {
      if (leadsBackTo(me, load)) {
        throw new IllegalStateException(
            "loading the prompt of agent '%s' needs that prompt itself"
                .formatted(SafeText.escape(key.id())));
      }
      return load.await();
    } finally {
      waiting.remove(me);
    }
  }

  /** Both of two threads that close a ring see it: each registers before it looks. */
  private boolean leadsBackTo(Thread me, PromptLoad load) {
    PromptLoad link = load;
    for (int hops = 0; link != null && !link.isDone() && hops < MAXIMUM_HOPS; hops++) {
      if (link.owner() == me) {
        return true;
      }
      link = waiting.get(link.owner());
    }
    return false;
  }

  private String timed(PromptKey key, Loader loader) throws IOException {
    CacheLoadEvent event = FlightEvents.cacheLoad();
    long start = System.nanoTime();
    boolean loaded = false;
    try {
      String prompt = Objects.requireNonNull(loader.load(), "a loader must not return null");
      loaded = true;
      return prompt;
    } finally {
      (loaded ? loads : failures).increment();
      loadNanos.add(System.nanoTime() - start);
      FlightEvents.end(event, key.id(), key.version(), loaded ? "SUCCESS" : "LOAD_FAILED");
    }
  }

  @Override
  public PromptCacheStats stats() {
    return new PromptCacheStats(
        hits.sum(),
        misses.sum(),
        loads.sum(),
        failures.sum(),
        Duration.ofNanos(loadNanos.sum()),
        backend.size(),
        maximumBytes);
  }

  /** Returns how often a prompt was there; unlike {@link #stats}, asks no backend. */
  @Override
  public long hits() {
    return hits.sum();
  }

  @Override
  public long misses() {
    return misses.sum();
  }

  /** Lets {@link #preload} reach this registry too. */
  void addUser(Registry registry) {
    users.add(registry);
  }

  void removeUser(Registry registry) {
    users.remove(registry);
  }

  @Override
  public Map<String, ImpresarioException> preload(Collection<String> ids) {
    var failed = new LinkedHashMap<String, ImpresarioException>();
    ids.forEach(id -> failed.put(id, new AgentNotFoundException(id, Set.of())));
    var loaded = new HashSet<String>();
    for (Registry user : users) {
      LoadResults results;
      try {
        results = user.loadAll(ids);
      } catch (IllegalStateException e) {
        if (users.contains(user)) {
          throw e;
        }
        continue; // its engine was closed meanwhile and needs no prompts any more
      }
      loaded.addAll(results.loaded().keySet());
      results.failed().forEach((id, why) -> failed.merge(id, why, CoalescingPromptCache::graver));
    }
    // what only another engine offers is no failure
    loaded.forEach(id -> failed.computeIfPresent(id, (i, why) -> isUnknown(why) ? null : why));
    return Collections.unmodifiableMap(failed);
  }

  private static ImpresarioException graver(ImpresarioException one, ImpresarioException other) {
    return isUnknown(one) ? other : one;
  }

  private static boolean isUnknown(ImpresarioException why) {
    return why instanceof AgentNotFoundException;
  }

  @Override
  public void invalidate(String id) {
    String spelt = Ids.canonical(Objects.requireNonNull(id, "id"));
    invalidateIf(key -> key.id().equals(spelt));
  }

  @Override
  public void invalidateMatching(String glob) {
    String spelt = Ids.canonical(Objects.requireNonNull(glob, "glob"));
    invalidateIf(key -> Glob.matches(spelt, key.id()));
  }

  private void invalidateIf(Predicate<PromptKey> filter) {
    for (Map.Entry<PromptKey, PromptLoad> load : underWay.entrySet()) {
      if (filter.test(load.getKey())) {
        withdraw(load.getKey(), load.getValue());
      }
    }
    backend.invalidateIf(filter);
  }

  /** Out of the register first: who comes from now on loads anew. */
  private void withdraw(PromptKey key, PromptLoad load) {
    underWay.remove(key, load);
    load.discard();
  }

  @Override
  public boolean persistent() {
    return backend.persistent();
  }

  @Override
  public void close() {
    closed = true;
    backend.close();
  }
}
