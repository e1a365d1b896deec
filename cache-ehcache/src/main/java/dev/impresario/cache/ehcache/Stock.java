package dev.impresario.cache.ehcache;

import dev.impresario.CacheSize;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  /** So many oddities of a tier are no accident. */
  private static final int MAXIMUM_STRIKES = 8;

  /** A value of less than this share of a tier always finds room, once others have made it. */
  private static final int SMALL_SHARE = 64;

  private final Tiers tiers;
  private final EhcacheStore store;
  private final Ledger<K> ledger;
  private final long maximumWeight;
  private final AtomicLong nextId = new AtomicLong(System.currentTimeMillis() << 20);
  private final AtomicInteger strikes = new AtomicInteger();

  // what Ehcache may evict by itself
  private final ConcurrentHashMap<Long, Entry<K>> byId = new ConcurrentHashMap<>();

  Stock(CacheSpec<K, ?> spec, Tiers tiers, @Nullable Path directory, long evictions) {
    this.tiers = tiers;
    this.maximumWeight = spec.maximumWeight();
    this.ledger =
        new Ledger<>(
            maximumWeight,
            tiers.maximumEntries(),
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
      return store.get(entry.id);
    } catch (TierFailure e) {
      forgetDamaged(entry, e.getCause(), warnings);
      if (strikes.incrementAndGet() >= MAXIMUM_STRIKES) {
        throw e;
      }
      return null;
    }
  }

  /** Notes that there was no value although the entry was and is held. */
  void missed(Entry<K> entry) {
    if (ledger.missed(entry) + strikes.get() >= MAXIMUM_STRIKES) {
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
    if (weight > maximumWeight) {
      ledger.refuse(key);
      return;
    }
    var entry = new Entry<>(key, nextId.getAndIncrement(), weight, now);
    Held held = Held.value(value);
    if (tiers.areBytes() && encoded != null) {
      held = Held.bytes(entry.id, encoded.key(), encoded.value());
      byId.put(entry.id, entry);
    }
    if (store.put(entry.id, held)) {
      ledger.add(entry, now);
    } else {
      byId.remove(entry.id);
      ledger.refuse(key);
      requireTooLarge(held);
    }
  }

  /** A full disk, too, has no room; but that it has none for little things is odd. */
  private void requireTooLarge(Held held) {
    if (held.record().length < tiers.lowestBytes() / SMALL_SHARE
        && strikes.incrementAndGet() >= MAXIMUM_STRIKES) {
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
    store.remove(entry.id);
  }

  private void evicted(long id) {
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
      var entry = new Entry<>(known.key(), line.id(), line.weight(), written);
      byId.put(entry.id, entry);
      if (entry.weight <= maximumWeight) {
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
      CacheSpec<?, ?> spec, Catalogue catalogue, long evictions, long now, long wallClock) {
    var ledger =
        new Ledger<Long>(
            spec.maximumWeight(), Long.MAX_VALUE, nanos(spec.timeToLive()), evictions, entry -> {});
    for (Catalogue.Line line : catalogue.lines()) {
      long written = now - catalogue.age(line, wallClock);
      if (line.weight() <= spec.maximumWeight()) {
        ledger.add(new Entry<>(line.id(), line.id(), line.weight(), written), now);
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
    }
  }

  /** Lists what is held, for a catalogue. */
  List<Catalogue.Line> lines(Codec<K> codec, long now, Warnings warnings) {
    ledger.size(now); // without what has expired
    var lines = new ArrayList<Catalogue.Line>();
    for (Entry<K> entry : ledger.inOrder()) {
      try {
        long age = Math.max(0, now - entry.written);
        byte[] key = Objects.requireNonNull(codec.encode(entry.key));
        lines.add(new Catalogue.Line(entry.id, entry.weight, age, key));
      } catch (Exception | Error e) { // whatever it is, the others must not be lost by it
        warnings.keyUnusable("written", e);
      }
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
