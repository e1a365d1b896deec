package dev.impresario.cache.ehcache;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one value: everything but the value, which the store holds under the id.
 * Guarded by the ledger's lock but for the final fields and {@code used}.
 */
final class Entry<K> {

  /** How far an entry has come. */
  enum State {
    /** Not counted yet. */
    NEW,
    /** Counted. */
    HELD,
    /** No longer counted. */
    GONE,
    /** No longer counted: the store did not have it, and has not told that it evicted it. */
    MISSED
  }

  final K key;
  final long id;
  final long weight;
  final long written;

  volatile boolean used;

  State state = State.NEW;
  @Nullable Entry<K> older;
  @Nullable Entry<K> newer;

  /**
   * @param id what the store holds the value under, and never anything else
   * @param written when, by the ticker
   */
  Entry(K key, long id, long weight, long written) {
    this.key = key;
    this.id = id;
    this.weight = weight;
    this.written = written;
  }
}
