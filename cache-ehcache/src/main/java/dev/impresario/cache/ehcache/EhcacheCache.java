package dev.impresario.cache.ehcache;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cache that starts Ehcache when there is something to hold or a store to take up: that costs
 * some hundred milliseconds, which a run that reads no prompt need not pay.
 *
 * <p>Every use holds the read lock, for Ehcache must not be closed under it; opening, leaving a
 * failed tier and closing hold the write lock. The codecs, the weigher, the ticker and the filters
 * are foreign and called under neither.
 */
final class EhcacheCache<K, V> implements Cache<K, V> {
  private static final int BATCH = 64;

  private final CacheSpec<K, V> spec;
  private final Warnings warnings;
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

  // guarded by life, but that the tiers may be read as a hint
  private volatile Tiers tiers;
  private @Nullable StoreDirectory directory;
  private @Nullable Stock<K> stock;
  private long evictions;
  private boolean judged;
  private boolean useless;
  private boolean closed;

  // on a thread that decodes the keys of a store
  private final ThreadLocal<Boolean> recalling = new ThreadLocal<>();

  EhcacheCache(
      CacheSpec<K, V> spec, Tiers tiers, @Nullable StoreDirectory directory, Warnings warnings) {
    this.spec = spec;
    this.tiers = tiers;
    this.directory = directory;
    this.warnings = warnings;
  }

  @Override
  public @Nullable V get(K key) {
    Objects.requireNonNull(key, "key");
    long now = now();
    while (true) {
      Sight<K> sight = ifOpen(open -> look(open, key, now));
      if (sight == null) {
        return null;
      }
      if (sight.held() != null) {
        return decoded(sight.entry(), sight.held());
      }
      // it was replaced or removed between two looks
    }
  }

  /** An entry and its value; without the value, look again. */
  private record Sight<K>(Entry<K> entry, @Nullable Held held) {}

  private @Nullable Sight<K> look(Stock<K> open, K key, long now) {
    Entry<K> entry = open.find(key, now);
    if (entry == null) {
      return null;
    }
    Held held = open.read(entry, warnings);
    if (held == null && open.holds(entry)) {
      open.missed(entry);
      return null;
    }
    return new Sight<>(entry, held);
  }

  private @Nullable V decoded(Entry<K> entry, Held held) {
    V value = null;
    Throwable failure = null;
    try {
      value = held.value(entry.id, entry.keyBytes, spec.values());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      failure = e;
    }
    if (value == null) {
      Throwable why = failure;
      run(false, open -> open.forgetDamaged(entry, why, warnings));
    }
    return value;
  }

  @Override
  public void put(K key, V value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    requireOpen();
    long now = now();
    long weight = spec.weigher().applyAsLong(key, value);
    if (weight < 0) {
      throw new IllegalArgumentException("an entry must not weigh less than 0: " + weight);
    }
    Stock.Encoded encoded =
        tiers.areBytes()
            ? new Stock.Encoded(spec.keys().encode(key), spec.values().encode(value))
            : null;
    run(true, open -> open.hold(key, value, encoded, weight, now));
  }

  @Override
  public void invalidate(K key) {
    Objects.requireNonNull(key, "key");
    run(false, open -> open.forget(key));
  }

  /** Deletes the files of a disk tier, too, if nothing is left. */
  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    Objects.requireNonNull(filter, "filter");
    List<K> keys = ifOpen(Stock::keys);
    var doomed = new ArrayList<K>();
    if (keys != null) {
      doomed.addAll(keys);
      doomed.removeIf(key -> !filter.test(key));
    }
    boolean isAll = keys == null || doomed.size() == keys.size();
    if (!isAll || !beginAnew(doomed)) {
      forgetInBatches(doomed);
    }
  }

  /** So that a close need not wait for all. */
  private void forgetInBatches(List<K> keys) {
    for (int from = 0; from < keys.size(); from += BATCH) {
      List<K> some = keys.subList(from, Math.min(keys.size(), from + BATCH));
      run(false, open -> some.forEach(open::forget));
    }
  }

  /**
   * Deletes the store on disk, if it has nothing but what is doomed; so its disk is free, and not
   * every entry need be taken out by itself.
   *
   * @return whether nothing is held any more
   */
  private boolean beginAnew(List<K> doomed) {
    Set<K> known = Collections.newSetFromMap(new IdentityHashMap<>()); // equals is foreign
    known.addAll(doomed);
    life.writeLock().lock();
    try {
      requireOpenUnderLock();
      Stock<K> open = stock;
      StoreDirectory home = tiers.disk() > 0 ? directory : null;
      if (home == null || (open != null && !known.containsAll(open.keys()))) {
        return false;
      }
      if (open != null) {
        evictions = open.evictionsIfAllAreLost() - open.keys().size();
        stock = null;
        letGo(open);
      } else if (home.hasStore() && !home.hasCatalogue()) {
        judge(false);
        wipe(home);
      }
      return true;
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Returns how full the cache is. A store that is not open yet stays closed. */
  @Override
  public CacheSize size() {
    long now = now();
    CacheSize atRest = sizeAtRest(now);
    if (atRest != null) {
      return atRest;
    }
    CacheSize size = ifOpen(open -> open.size(now));
    return size != null ? size : new CacheSize(0, 0, 0);
  }

  private @Nullable CacheSize sizeAtRest(long now) {
    life.readLock().lock();
    try {
      requireOpenUnderLock();
      if (stock != null) {
        return null;
      }
      Catalogue catalogue = peek();
      return catalogue == null
          ? new CacheSize(0, 0, evictions)
          : Stock.sizeAtRest(spec, tiers, catalogue, evictions, now, System.currentTimeMillis());
    } finally {
      life.readLock().unlock();
    }
  }

  private @Nullable Catalogue peek() {
    StoreDirectory home = directory;
    return home != null && tiers.disk() > 0 ? home.peek() : null;
  }

  /** Returns whether there is a disk tier, and it has not failed. */
  @Override
  public boolean persistent() {
    requireOpen();
    return tiers.disk() > 0;
  }

  private long now() {
    return spec.ticker().getAsLong();
  }

  /** Does the work and returns its result, or null where there is nothing to work with. */
  private <R> @Nullable R ifOpen(Function<Stock<K>, @Nullable R> work) {
    return in(false, work);
  }

  private void run(boolean start, Consumer<Stock<K>> work) {
    in(
        start,
        open -> {
          work.accept(open);
          return null;
        });
  }

  /**
   * Does the work; again if a tier fails at it, without that tier.
   *
   * @param start whether to start Ehcache if nothing is held
   */
  private <R> @Nullable R in(boolean start, Function<Stock<K>, @Nullable R> work) {
    Headroom.require();
    while (true) {
      Stock<K> used;
      TierFailure failure = null;
      life.readLock().lock();
      try {
        requireOpenUnderLock();
        used = stock;
        if (used != null) {
          return work.apply(used);
        }
        if (useless || (!start && !hasCatalogue())) {
          return null;
        }
      } catch (TierFailure e) {
        used = stock;
        failure = e;
      } catch (InternalError e) {
        // a write to a mapped page of a full disk; where it comes out is not where it went wrong
        used = stock;
        failure = new TierFailure("a page cannot be written", e);
      } finally {
        life.readLock().unlock();
      }
      if (used == null || failure == null) {
        open();
      } else {
        leave(used, failure);
      }
    }
  }

  private void open() {
    long now = now();
    List<Catalogue.Known<K>> known = recall();
    life.writeLock().lock();
    try {
      requireOpenUnderLock();
      openTiers(known, now);
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Decodes the keys of a store that is to be opened. */
  private List<Catalogue.Known<K>> recall() {
    if (recalling.get() != null) {
      throw new IllegalStateException("a codec must not use the cache whose keys it decodes");
    }
    Catalogue catalogue;
    life.readLock().lock();
    try {
      catalogue = stock == null ? peek() : null;
    } finally {
      life.readLock().unlock();
    }
    if (catalogue == null) {
      return List.of();
    }
    recalling.set(true);
    try {
      return catalogue.known(spec.keys(), warnings);
    } finally {
      recalling.remove();
    }
  }

  private void openTiers(List<Catalogue.Known<K>> known, long now) {
    while (stock == null && !useless) {
      tryTiers(known, now);
    }
  }

  private void tryTiers(List<Catalogue.Known<K>> known, long now) {
    try {
      stock =
          tiers.disk() > 0 && directory != null ? openDisk(directory, known, now) : openEmpty(null);
    } catch (TierFailure e) {
      goOnWithoutATier(e);
    } catch (IOException e) {
      goOnWithoutATier(new TierFailure("the directory cannot be written", e));
    }
  }

  private Stock<K> openEmpty(@Nullable Path files) {
    try {
      return new Stock<>(spec, tiers, files, evictions);
    } catch (LinkageError e) {
      throw new TierFailure("a class cannot be loaded", e);
    }
  }

  private Stock<K> openDisk(StoreDirectory home, List<Catalogue.Known<K>> known, long now)
      throws IOException {
    boolean wasClosed = home.hasCatalogue();
    boolean isThere = home.hasStore();
    Catalogue catalogue = home.take();
    Stock<K> restored = catalogue == null ? null : restored(home, catalogue, known, now);
    if (restored != null) {
      judged = true;
      return restored;
    }
    if (wasClosed || isThere) {
      judge(wasClosed);
    }
    judged = true;
    home.wipe();
    boolean isOpen = false;
    try {
      Stock<K> empty = openEmpty(home.store());
      isOpen = true;
      return empty;
    } finally {
      if (!isOpen) {
        wipe(home);
      }
    }
  }

  /** Says what became of an old store, but not of what we left there ourselves. */
  private void judge(boolean wasClosed) {
    if (!judged && wasClosed) {
      warnings.storeDamaged();
    } else if (!judged) {
      warnings.notClosedCleanly();
    }
    judged = true;
  }

  private @Nullable Stock<K> restored(
      StoreDirectory home, Catalogue catalogue, List<Catalogue.Known<K>> known, long now) {
    Stock<K> opened = reopened(home, catalogue);
    boolean isWhole = false;
    boolean isKnown = false;
    try {
      isWhole = opened.restore(catalogue, known, now, System.currentTimeMillis());
      isKnown = true;
    } finally {
      if (!isWhole) {
        closeQuietly(opened);
      }
      if (!isKnown) { // the caller's stack or heap has ended
        leaveForLater(home, catalogue);
      }
    }
    return isWhole ? opened : null;
  }

  private Stock<K> reopened(StoreDirectory home, Catalogue catalogue) {
    try {
      return openEmpty(home.store());
    } catch (TierFailure e) {
      if (e.isOfMemory() && tiers.offheap() > 0) {
        goOnWithoutATier(e);
        return reopened(home, catalogue);
      }
      leaveForLater(home, catalogue);
      throw e;
    } catch (OutOfMemoryError | StackOverflowError e) {
      leaveForLater(home, catalogue);
      throw e;
    }
  }

  /** Leaves a store as it was found, if it still is. */
  private void leaveForLater(StoreDirectory home, Catalogue catalogue) {
    judged = true;
    if (!home.putBack(catalogue)) {
      wipe(home);
    }
  }

  /** Another thread may have left it already. */
  private void leave(Stock<K> failed, TierFailure why) {
    life.writeLock().lock();
    try {
      if (stock == failed) {
        stock = null;
        evictions = failed.evictionsIfAllAreLost();
        letGo(failed);
        goOnWithoutATier(why);
        openTiers(List.of(), 0); // there is nothing to take up, so nothing has an age
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Closes what is of no more use, and deletes it from the disk, which others may need. */
  private void letGo(Stock<K> open) {
    StoreDirectory home = open.tiers().disk() > 0 ? directory : null;
    if (home != null && !home.isInPlace()) {
      warnings.moved(); // ehcache closes by path: it would write into what is there now
      return;
    }
    closeQuietly(open);
    if (home != null) {
      wipe(home);
    }
  }

  private void wipe(StoreDirectory home) {
    try {
      home.wipe();
    } catch (IOException e) {
      warnings.notDeleted(e);
    }
  }

  /** The lowest tier is the one that holds all, so it is the one that failed. */
  private void goOnWithoutATier(TierFailure why) {
    if (why.isOfClasses()) {
      goOnWithTheHeap(why);
    } else if (tiers.offheap() > 0 && (tiers.disk() == 0 || why.isOfMemory())) {
      warnings.goesOnWithoutOffheap(why);
      tiers = tiers.withoutOffheap();
    } else if (tiers.disk() > 0) {
      warnings.goesOnWithoutDisk(why);
      tiers = tiers.withoutDisk();
    } else {
      throw new IllegalStateException("ehcache cannot hold anything on the heap", why);
    }
  }

  /** Most likely Ehcache has no heap either; then we hold nothing, which a cache may. */
  private void goOnWithTheHeap(TierFailure why) {
    boolean mayHelp = tiers.areBytes();
    tiers = tiers.withoutOffheap().withoutDisk();
    try {
      stock = mayHelp ? openEmpty(null) : null;
    } catch (TierFailure e) {
      Warnings.LOG.debug("ehcache has no heap either", e);
    }
    useless = stock == null;
    warnings.classMissing(useless ? "nothing is cached" : "goes on with the heap alone", why);
  }

  private static void closeQuietly(Stock<?> stock) {
    try {
      stock.close();
    } catch (TierFailure e) {
      Warnings.LOG.debug("a failed tier does not close", e);
    }
  }

  @Override
  public void close() {
    Stock<K> open;
    StoreDirectory home;
    life.writeLock().lock();
    try {
      closed = true;
      open = stock;
      home = directory;
      stock = null;
      directory = null;
    } finally {
      life.writeLock().unlock();
    }
    // nobody else has them any more
    try {
      if (open != null && home != null && open.tiers().disk() > 0) {
        closeDisk(open, home);
      } else if (open != null) {
        closeQuietly(open);
      }
    } finally {
      if (home != null) {
        home.release();
      }
    }
  }

  private void closeDisk(Stock<K> open, StoreDirectory home) {
    if (!home.isInPlace()) {
      warnings.moved(); // ehcache closes by path: it would write into what is there now
      return;
    }
    List<Catalogue.Line> lines;
    try {
      lines = open.lines(now());
    } catch (RuntimeException | Error e) { // the ticker fails
      closeQuietly(open);
      throw e;
    }
    long closedAt = System.currentTimeMillis();
    try {
      open.close();
      home.finish(closedAt, open.nextId(), lines);
    } catch (TierFailure | IOException e) {
      warnings.notKept(e);
      wipe(home);
    }
  }

  private boolean hasCatalogue() {
    StoreDirectory home = directory;
    return home != null && tiers.disk() > 0 && home.hasCatalogue();
  }

  private void requireOpen() {
    life.readLock().lock();
    try {
      requireOpenUnderLock();
    } finally {
      life.readLock().unlock();
    }
  }

  private void requireOpenUnderLock() {
    if (closed) {
      throw new IllegalStateException("the cache is closed");
    }
  }
}
