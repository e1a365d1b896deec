package dev.impresario.cache.ehcache;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
 * are foreign and called under neither, except for the keys of a store that is opened or closed.
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
  private boolean closed;

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

  @Override
  public void invalidateIf(Predicate<? super K> filter) {
    Objects.requireNonNull(filter, "filter");
    List<K> keys = ifOpen(Stock::keys);
    if (keys != null) {
      keys.removeIf(key -> !filter.test(key));
      for (int from = 0; from < keys.size(); from += BATCH) { // close need not wait for all
        List<K> some = keys.subList(from, Math.min(keys.size(), from + BATCH));
        run(false, open -> some.forEach(open::forget));
      }
    }
  }

  @Override
  public CacheSize size() {
    long now = now();
    CacheSize size = ifOpen(open -> open.size(now));
    return size != null ? size : new CacheSize(0, 0, 0);
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
        if (!start && !hasCatalogue()) {
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
    life.writeLock().lock();
    try {
      requireOpenUnderLock();
      openTiers();
    } finally {
      life.writeLock().unlock();
    }
  }

  private void openTiers() {
    while (stock == null) {
      tryTiers();
    }
  }

  private void tryTiers() {
    try {
      stock = tiers.disk() > 0 && directory != null ? openDisk(directory) : openEmpty(null);
    } catch (TierFailure e) {
      goOnWithoutATier(e);
    } catch (IOException e) {
      goOnWithoutATier(new TierFailure("the directory cannot be written", e));
    }
  }

  private Stock<K> openEmpty(@Nullable Path files) {
    return new Stock<>(spec, tiers, files, evictions);
  }

  private Stock<K> openDisk(StoreDirectory home) throws IOException {
    boolean wasClosed = home.hasCatalogue();
    boolean isThere = home.hasStore();
    Catalogue catalogue = home.take();
    Stock<K> restored = catalogue == null ? null : restored(home, catalogue);
    if (restored != null) {
      return restored;
    }
    if (wasClosed) {
      warnings.storeDamaged();
    } else if (isThere) {
      warnings.notClosedCleanly();
    }
    home.wipe();
    return openEmpty(home.store());
  }

  private @Nullable Stock<K> restored(StoreDirectory home, Catalogue catalogue) {
    Stock<K> opened;
    try {
      opened = openEmpty(home.store());
    } catch (TierFailure e) {
      if (!e.isOfMemory() || tiers.offheap() == 0) {
        throw e;
      }
      goOnWithoutATier(e);
      opened = openEmpty(home.store());
    }
    if (opened.restore(catalogue, spec.keys(), now(), System.currentTimeMillis(), warnings)) {
      return opened;
    }
    opened.close();
    return null;
  }

  /** Another thread may have left it already. */
  private void leave(Stock<K> failed, TierFailure why) {
    life.writeLock().lock();
    try {
      if (stock == failed) {
        stock = null;
        evictions = failed.evictionsIfAllAreLost();
        closeQuietly(failed);
        freeDisk(failed);
        goOnWithoutATier(why);
        openTiers();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  /** A disk that was full need not stay so because of us. */
  private void freeDisk(Stock<K> failed) {
    StoreDirectory home = directory;
    if (home != null && failed.tiers().disk() > 0) {
      try {
        home.wipe();
      } catch (IOException e) {
        Warnings.LOG.debug("a failed disk tier cannot be deleted", e);
      }
    }
  }

  /** The lowest tier is the one that holds all, so it is the one that failed. */
  private void goOnWithoutATier(TierFailure why) {
    if (tiers.offheap() > 0 && (tiers.disk() == 0 || why.isOfMemory())) {
      warnings.goesOnWithout("offheap", why);
      tiers = tiers.withoutOffheap();
    } else if (tiers.disk() > 0) {
      warnings.goesOnWithout("disk", why);
      tiers = tiers.withoutDisk();
    } else {
      throw new IllegalStateException("ehcache cannot hold anything on the heap", why);
    }
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
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closeStock();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  private void closeStock() {
    Stock<K> open = stock;
    StoreDirectory home = directory;
    stock = null;
    directory = null;
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
    List<Catalogue.Line> lines = open.lines(now());
    long closedAt = System.currentTimeMillis();
    try {
      open.close();
      home.finish(closedAt, open.nextId(), lines);
    } catch (TierFailure | IOException e) {
      warnings.notKept(e);
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
