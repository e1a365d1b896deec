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
    GONE
  }

  final K key;
  final byte[] keyBytes;
  final long id;
  final long weight;
  final int bytes;
  final long written;

  volatile boolean used;

  State state = State.NEW;
  @Nullable Entry<K> older;
  @Nullable Entry<K> newer; // once gone, the next that goes with it

  /**
   * @param keyBytes the key as it is encoded, which nobody may change; empty if values are no bytes
   * @param id what the store holds the value under, and never anything else
   * @param bytes what its record takes, or 0 if it is no bytes
   * @param written when, by the ticker
   */
  Entry(K key, byte[] keyBytes, long id, long weight, int bytes, long written) {
    this.key = key;
    this.keyBytes = keyBytes;
    this.id = id;
    this.weight = weight;
    this.bytes = bytes;
    this.written = written;
  }
}
