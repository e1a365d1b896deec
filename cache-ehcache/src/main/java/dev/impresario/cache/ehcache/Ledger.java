package dev.impresario.cache.ehcache;

import dev.impresario.CacheSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are held and what they weigh. Safe for use by many threads.
 *
 * <p>Ehcache has no weigher, and can name or count what it holds only by reading it back. So the
 * ledger decides: a key has just the value whose id stands here, and an id, once withdrawn, is
 * never looked up again. That makes {@code get}, {@code put} and {@code invalidate} as linearizable
 * as the map below, whatever the tiers do among themselves.
 *
 * <p>The entries form a list in the order of their times. Its old end is where entries expire; and
 * a hand that walks it from there evicts by SIEVE (Zhang and others, 2024): what was used since the
 * hand last passed is spared once. A use only sets a flag, so reading takes no lock. An entry that
 * is added makes its room before it is counted, so the bound holds at every moment.
 *
 * <p>Nothing is allocated once an entry is being counted in or out, so no lack of memory can leave
 * half of that done.
 */
final class Ledger<K> {
  private final ConcurrentHashMap<K, Entry<K>> current = new ConcurrentHashMap<>();
  private final long maximumWeight;
  private final long maximumEntries;
  private final long maximumBytes;
  private final long lifetime;
  private final Consumer<Entry<K>> discard;

  private final ReentrantLock lock = new ReentrantLock(); // guards what follows
  private @Nullable Entry<K> oldest;
  private @Nullable Entry<K> newest;
  private @Nullable Entry<K> hand;
  private long count;
  private long weight;
  private long bytes;
  private long evictions;
  private boolean circular; // since it was empty: times that lie all round the clock

  /**
   * @param maximumBytes which the records may take together
   * @param lifetime in nanoseconds; the greatest number is for ever
   * @param evictions how many there have been already
   * @param discard frees the value of an entry that was withdrawn; called under no lock
   */
  Ledger(
      long maximumWeight,
      long maximumEntries,
      long maximumBytes,
      long lifetime,
      long evictions,
      Consumer<Entry<K>> discard) {
    this.maximumWeight = maximumWeight;
    this.maximumEntries = maximumEntries;
    this.maximumBytes = maximumBytes;
    this.lifetime = lifetime;
    this.evictions = evictions;
    this.discard = discard;
  }

  /** Returns what is held under the key, having noted the use. */
  @Nullable Entry<K> find(K key, long now) {
    Entry<K> entry = current.get(key);
    if (entry == null) {
      return null;
    }
    if (isExpired(entry, now)) {
      expire(now);
      return null;
    }
    if (!entry.used) { // a write that changes nothing still takes the line from other readers
      entry.used = true;
    }
    return entry;
  }

  /** Returns whether this very entry is held. */
  boolean holds(Entry<K> entry) {
    return current.get(entry.key) == entry;
  }

  /** Holds the entry, which is itself within the bounds, in place of any other of its key. */
  void add(Entry<K> entry, long now) {
    Entry<K> replaced = current.put(entry.key, entry);
    Entry<K> gone = null;
    boolean held;
    lock.lock();
    try {
      if (replaced != null) {
        withdraw(replaced);
      }
      // else a later put, an invalidation or an eviction has overtaken this one
      held = entry.state == Entry.State.NEW;
      if (held) {
        gone = makeRoom(entry, takeExpired(now));
        link(entry);
      }
    } finally {
      lock.unlock();
    }
    if (replaced != null) {
      discard.accept(replaced);
    }
    dropAll(gone);
    if (!held) {
      drop(entry);
    }
  }

  /** Forgets the key for want of room for its new value. */
  void refuse(K key) {
    remove(key);
    lock.lock();
    try {
      evictions++;
    } finally {
      lock.unlock();
    }
  }

  void remove(K key) {
    Entry<K> entry = current.remove(key);
    if (entry != null) {
      withdrawUnderLock(entry);
      discard.accept(entry);
    }
  }

  /** Forgets an entry whose value could not be had; frees nothing. */
  void abandon(Entry<K> entry) {
    if (current.remove(entry.key, entry)) {
      withdrawUnderLock(entry);
    }
  }

  /** Notes that the store has evicted the entry's value, or no longer has it. */
  void evicted(Entry<K> entry) {
    lock.lock();
    try {
      if (entry.state != Entry.State.GONE) { // it may have been missed before it was told
        withdraw(entry);
        evictions++;
      }
    } finally {
      lock.unlock();
    }
    current.remove(entry.key, entry);
  }

  CacheSize size(long now) {
    expire(now);
    lock.lock();
    try {
      return new CacheSize(count, weight, evictions);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many entries were forgotten, those still held included: none is left to get. */
  long evictionsIfAllAreLost() {
    lock.lock();
    try {
      return evictions + count;
    } finally {
      lock.unlock();
    }
  }

  List<K> keys() {
    return new ArrayList<>(current.keySet());
  }

  /** Returns what is held, the oldest first. */
  List<Entry<K>> inOrder() {
    var entries = new ArrayList<Entry<K>>();
    lock.lock();
    try {
      for (Entry<K> entry = oldest; entry != null; entry = entry.newer) {
        entries.add(entry);
      }
    } finally {
      lock.unlock();
    }
    return entries;
  }

  private boolean isExpired(Entry<K> entry, long now) {
    return lifetime != Long.MAX_VALUE && now - entry.written >= lifetime;
  }

  private void expire(long now) {
    if (lifetime == Long.MAX_VALUE) {
      return;
    }
    Entry<K> gone;
    lock.lock();
    try {
      gone = takeExpired(now);
    } finally {
      lock.unlock();
    }
    dropAll(gone);
  }

  /** Withdraws what has expired, and returns it as a chain, linked to the newer. */
  private @Nullable Entry<K> takeExpired(long now) {
    boolean isOrdered = isOrdered(now);
    Entry<K> gone = null;
    Entry<K> entry = oldest;
    while (entry != null && (isExpired(entry, now) || !isOrdered)) {
      Entry<K> next = entry.newer;
      if (isExpired(entry, now)) {
        gone = evict(entry, gone);
      }
      entry = next;
    }
    return gone;
  }

  /**
   * Returns whether what comes earlier in the list expires earlier. It always does, but for a clock
   * that has jumped by centuries: ages are differences that wrap round.
   */
  private boolean isOrdered(long now) {
    if (newest == null || oldest == null) {
      return true;
    }
    long span = newest.written - oldest.written;
    return !circular && now - newest.written <= Long.MAX_VALUE - span;
  }

  /** Withdraws so much that the entry fits in, and returns it with what was gone already. */
  private @Nullable Entry<K> makeRoom(Entry<K> entry, @Nullable Entry<K> gone) {
    Entry<K> chain = gone;
    while (weight > maximumWeight - entry.weight
        || count >= maximumEntries
        || bytes > maximumBytes - entry.bytes) {
      Entry<K> victim = victim();
      if (victim == null) {
        return chain;
      }
      chain = evict(victim, chain);
    }
    return chain;
  }

  private Entry<K> evict(Entry<K> entry, @Nullable Entry<K> gone) {
    withdraw(entry);
    evictions++;
    entry.newer = gone;
    return entry;
  }

  private @Nullable Entry<K> victim() {
    Entry<K> candidate = hand != null ? hand : oldest;
    // readers may set flags as fast as they are cleared here: one round is enough
    for (long spared = 0; candidate != null && candidate.used && spared < count; spared++) {
      candidate.used = false;
      candidate = candidate.newer != null ? candidate.newer : oldest;
    }
    hand = candidate;
    return candidate;
  }

  /** Links it among its times: at the new end, but for a clock that went back. */
  private void link(Entry<K> entry) {
    entry.state = Entry.State.HELD;
    Entry<K> before = newest;
    while (before != null && before.written - entry.written > 0) {
      before = before.older;
    }
    Entry<K> after = before == null ? oldest : before.newer;
    entry.older = before;
    entry.newer = after;
    if (before == null) {
      oldest = entry;
    } else {
      before.newer = entry;
    }
    if (after == null) {
      newest = entry;
    } else {
      after.older = entry;
    }
    circular |= newest != null && oldest != null && newest.written - oldest.written < 0;
    count++;
    weight += entry.weight;
    bytes += entry.bytes;
  }

  private void withdrawUnderLock(Entry<K> entry) {
    lock.lock();
    try {
      withdraw(entry);
    } finally {
      lock.unlock();
    }
  }

  private void withdraw(Entry<K> entry) {
    if (entry.state == Entry.State.HELD) {
      unlink(entry);
    }
    entry.state = Entry.State.GONE;
  }

  private void unlink(Entry<K> entry) {
    Entry<K> before = entry.older;
    Entry<K> after = entry.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    if (hand == entry) {
      hand = after;
    }
    entry.older = null;
    entry.newer = null;
    circular &= oldest != null;
    count--;
    weight -= entry.weight;
    bytes -= entry.bytes;
  }

  /** All are forgotten before any is freed, which may fail. */
  private void dropAll(@Nullable Entry<K> gone) {
    for (Entry<K> entry = gone; entry != null; entry = entry.newer) {
      current.remove(entry.key, entry);
    }
    for (Entry<K> entry = gone; entry != null; entry = entry.newer) {
      discard.accept(entry);
    }
  }

  private void drop(Entry<K> entry) {
    current.remove(entry.key, entry);
    discard.accept(entry);
  }
}
