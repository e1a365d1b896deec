package dev.impresario.cache.ehcache;

import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An open cache: the ledger and the store. Safe for use by many threads, except that nobody may use
 * it while or after it is closed.
 *
 * <p>Each value that is put has an id of its own, which is never used again. So the store can
 * return nothing but the value that the ledger asks for, or nothing.
 */
final class Stock<K> {
  /** So many oddities of a tier with nothing right between them are no accident. */
  private static final int MAXIMUM_STRIKES = 8;

  /** A value of less than this share of a tier always finds room, once others have made it. */
  private static final int SMALL_SHARE = 64;

  private static final byte[] NO_BYTES = {};

  private final Tiers tiers;
  private final EhcacheStore store;
  private final Ledger<K> ledger;
  private final long maximumWeight;
  private final AtomicLong nextId = new AtomicLong(System.currentTimeMillis() << 20);
  private final AtomicInteger readStrikes = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger writeStrikes = new AtomicInteger();

  // what Ehcache may evict by itself
  private final ConcurrentHashMap<Long, Entry<K>> byId = new ConcurrentHashMap<>();

  Stock(CacheSpec<K, ?> spec, Tiers tiers, @Nullable Path directory, long evictions) {
    this.tiers = tiers;
    this.maximumWeight = spec.maximumWeight();
    this.ledger =
        new Ledger<>(
            maximumWeight,
            tiers.maximumEntries(),
            tiers.maximumBytes(),
            nanos(spec.timeToLive()),
            evictions,
            this::discard);
    this.store = new EhcacheStore(tiers, directory, this::evicted);
  }

  private static long nanos(@Nullable Duration lifetime) {
    try {
      return lifetime == null ? Long.MAX_VALUE : lifetime.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // some hundred years
    }
  }

  Tiers tiers() {
    return tiers;
  }

  @Nullable Entry<K> find(K key, long now) {
    return ledger.find(key, now);
  }

  boolean holds(Entry<K> entry) {
    return ledger.holds(entry);
  }

  /**
   * Returns the entry's value as it is held, or null if there is none.
   *
   * @throws TierFailure if this is one too many that could not be read
   */
  @Nullable Held read(Entry<K> entry, Warnings warnings) {
    try {
      Held held = store.get(entry.id);
      if (held != null) {
        clear(readStrikes);
        clear(lost);
      }
      return held;
    } catch (TierFailure e) {
      return unreadable(entry, e, warnings);
    } catch (OutOfMemoryError e) {
      if (!isRoomFor(entry)) {
        throw e;
      }
      // a damaged length asks for any amount of memory; of a tier it proves nothing
      forgetDamaged(entry, e, warnings);
      return null;
    }
  }

  /** A write that changes nothing still takes the line from other threads. */
  private static void clear(AtomicInteger count) {
    if (count.get() != 0) {
      count.set(0);
    }
  }

  private @Nullable Held unreadable(Entry<K> entry, TierFailure why, Warnings warnings) {
    forgetDamaged(entry, why.getCause(), warnings);
    if (readStrikes.incrementAndGet() >= MAXIMUM_STRIKES) {
      throw why;
    }
    return null;
  }

  /** Returns whether there is memory for what reading the entry takes, and some. */
  private static boolean isRoomFor(Entry<?> entry) {
    try {
      byte[] copies = new byte[(int) Math.min(1 << 30, 4L * entry.bytes + (1 << 20))];
      return copies.length > 0;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /**
   * Notes that there was no value although the entry was and is held. Where Ehcache evicts, it will
   * tell so, or has told it too early; else the value is lost.
   */
  void missed(Entry<K> entry) {
    byId.remove(entry.id);
    ledger.evicted(entry);
    if (lost.incrementAndGet() >= MAXIMUM_STRIKES) {
      throw new TierFailure("values are lost");
    }
  }

  /** Forgets an entry without touching its record, since its length may be as wrong as the rest. */
  void forgetDamaged(Entry<K> entry, @Nullable Throwable why, Warnings warnings) {
    if (ledger.holds(entry)) {
      warnings.entryDamaged(why);
    }
    ledger.abandon(entry);
    byId.remove(entry.id);
  }

  /**
   * Holds a value.
   *
   * @param encoded the key's and the value's bytes, if values must be bytes
   */
  void hold(K key, Object value, @Nullable Encoded encoded, long weight, long now) {
    long id = nextId.getAndIncrement();
    if (tiers.areBytes() && encoded != null) {
      Held held = Held.bytes(id, encoded.key(), encoded.value());
      hold(new Entry<>(key, encoded.key(), id, weight, tiers.cost(held), now), held, now);
    } else {
      hold(new Entry<>(key, NO_BYTES, id, weight, 0, now), Held.value(value), now);
    }
  }

  private void hold(Entry<K> entry, Held held, long now) {
    if (entry.weight > maximumWeight || entry.bytes > tiers.maximumBytes()) {
      ledger.refuse(entry.key);
      return;
    }
    boolean stored;
    try {
      stored = store(entry, held, now);
    } catch (OutOfMemoryError | StackOverflowError e) { // the caller's, not the tier's
      discard(entry);
      ledger.refuse(entry.key);
      throw e;
    }
    if (stored) {
      clear(writeStrikes);
    } else {
      ledger.refuse(entry.key);
      requireTooLarge(held);
    }
  }

  private boolean store(Entry<K> entry, Held held, long now) {
    if (tiers.areBytes()) {
      byId.put(entry.id, entry);
    }
    boolean stored = store.put(entry.id, held);
    if (stored) {
      ledger.add(entry, now);
    } else {
      byId.remove(entry.id);
    }
    return stored;
  }

  /** A full disk, too, has no room; but that it has none for little things is odd. */
  private void requireTooLarge(Held held) {
    if (held.record().length < tiers.lowestBytes() / SMALL_SHARE
        && writeStrikes.incrementAndGet() >= MAXIMUM_STRIKES) {
      throw new TierFailure("there is no room for anything");
    }
  }

  /** What goes into a record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Encoded(byte[] key, byte[] value) {}

  void forget(K key) {
    ledger.remove(key);
  }

  List<K> keys() {
    return ledger.keys();
  }

  CacheSize size(long now) {
    return ledger.size(now);
  }

  long evictionsIfAllAreLost() {
    return ledger.evictionsIfAllAreLost();
  }

  private void discard(Entry<K> entry) {
    byId.remove(entry.id);
    try {
      store.remove(entry.id);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // the ledger is right; nobody looks the record up again, and Ehcache evicts it some day
      Warnings.LOG.debug("a value is not freed");
    }
  }

  private void evicted(long id) {
    clear(lost);
    Entry<K> entry = byId.remove(id);
    if (entry != null) {
      ledger.evicted(entry);
    }
  }

  /**
   * Takes up what a catalogue tells of.
   *
   * @param wallClock the time, in milliseconds
   * @return whether the store has it, as far as a look at some entries can tell
   */
  boolean restore(Catalogue catalogue, List<Catalogue.Known<K>> entries, long now, long wallClock) {
    nextId.accumulateAndGet(catalogue.nextId(), Math::max);
    for (Catalogue.Known<K> known : entries) {
      Catalogue.Line line = known.line();
      long written = now - catalogue.age(line, wallClock);
      var entry =
          new Entry<>(known.key(), line.key(), line.id(), line.weight(), line.bytes(), written);
      byId.put(entry.id, entry);
      if (entry.weight <= maximumWeight && entry.bytes <= tiers.maximumBytes()) {
        ledger.add(entry, now);
      } else { // it was another bound then
        ledger.refuse(entry.key);
        discard(entry);
      }
    }
    return hasSome(ledger.inOrder());
  }

  /** What a store that a catalogue tells of would hold, if it were opened now. */
  static CacheSize sizeAtRest(
      CacheSpec<?, ?> spec,
      Tiers tiers,
      Catalogue catalogue,
      long evictions,
      long now,
      long wallClock) {
    var ledger =
        new Ledger<Long>(
            spec.maximumWeight(),
            tiers.maximumEntries(),
            tiers.maximumBytes(),
            nanos(spec.timeToLive()),
            evictions,
            entry -> {});
    for (Catalogue.Line line : catalogue.lines()) {
      long written = now - catalogue.age(line, wallClock);
      if (line.weight() <= spec.maximumWeight() && line.bytes() <= tiers.maximumBytes()) {
        var entry =
            new Entry<>(line.id(), line.key(), line.id(), line.weight(), line.bytes(), written);
        ledger.add(entry, now);
      } else {
        ledger.refuse(line.id());
      }
    }
    return ledger.size(now);
  }

  /** Ehcache takes up all of a store or, without a word to us, none of it. */
  private boolean hasSome(List<Entry<K>> entries) {
    return entries.isEmpty()
        || entries.stream().limit(MAXIMUM_STRIKES).anyMatch(entry -> isThere(entry));
  }

  private boolean isThere(Entry<K> entry) {
    try {
      return store.get(entry.id) != null;
    } catch (TierFailure e) {
      return false;
    } catch (OutOfMemoryError e) {
      if (!isRoomFor(entry)) {
        throw e;
      }
      return false;
    }
  }

  /** Lists what is held, for a catalogue. */
  List<Catalogue.Line> lines(long now) {
    ledger.size(now); // without what has expired
    var lines = new ArrayList<Catalogue.Line>();
    for (Entry<K> entry : ledger.inOrder()) {
      long age = Math.max(0, now - entry.written);
      lines.add(new Catalogue.Line(entry.id, entry.weight, age, entry.bytes, entry.keyBytes));
    }
    return lines;
  }

  long nextId() {
    return nextId.get();
  }

  void close() {
    store.close();
  }
}
