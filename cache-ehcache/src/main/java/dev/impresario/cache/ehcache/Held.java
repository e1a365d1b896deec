package dev.impresario.cache.ehcache;

import dev.impresario.spi.Codec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value in Ehcache: itself, or a record of its bytes, or both. Safe for use by many threads.
 *
 * <p>A record is a format version, the SHA-256 of all that follows, the id, the length of the key's
 * bytes, the key's bytes and the value's bytes. It is checked when it is first read, and decoded
 * once.
 */
final class Held {
  private static final byte VERSION = 1;
  private static final int DIGEST = 32;
  private static final int PAYLOAD = 1 + DIGEST;
  private static final int KEY = PAYLOAD + Long.BYTES + Integer.BYTES;

  private final boolean keepRecord;
  private volatile byte @Nullable [] record;
  private volatile @Nullable Object value;

  private Held(byte @Nullable [] record, boolean keepRecord, @Nullable Object value) {
    this.record = record;
    this.keepRecord = keepRecord;
    this.value = value;
  }

  static Held value(Object value) {
    return new Held(null, false, value);
  }

  static Held bytes(long id, byte[] key, byte[] value) {
    byte[] record = new byte[Math.addExact(KEY, Math.addExact(key.length, value.length))];
    ByteBuffer.wrap(record)
        .put(VERSION)
        .position(PAYLOAD)
        .putLong(id)
        .putInt(key.length)
        .put(key)
        .put(value);
    System.arraycopy(digest(record), 0, record, 1, DIGEST);
    return new Held(record, true, null);
  }

  /**
   * Returns what was read back; looks at none of it.
   *
   * @param keepRecord whether the bytes may be wanted again by a tier below
   */
  static Held readBack(byte[] record, boolean keepRecord) {
    return new Held(record, keepRecord, null);
  }

  /** Returns the record, which nobody may change. */
  byte[] record() {
    byte[] bytes = record;
    if (bytes == null) {
      throw new IllegalStateException("a value on the heap has no bytes");
    }
    return bytes;
  }

  /**
   * Returns the value, or null if the codec returns none.
   *
   * @param id which the record must be of
   * @param key the bytes of the key that it must be of
   * @throws DamagedException if the record is not as it was written, or of another key
   * @throws RuntimeException or whatever else the codec throws at bytes that it did not make
   */
  <V> @Nullable V value(long id, byte[] key, Codec<V> codec) {
    Object known = value;
    if (known == null) {
      byte[] bytes = record; // another thread drops it only after it has set the value
      known = bytes == null ? value : decode(bytes, id, key, codec);
      value = known;
      if (!keepRecord && known != null) {
        record = null;
      }
    }
    @SuppressWarnings("unchecked") // only this cache's values are held under its ids
    V typed = (V) known;
    return typed;
  }

  private static <V> @Nullable V decode(byte[] record, long id, byte[] key, Codec<V> codec) {
    if (record.length < KEY
        || record[0] != VERSION
        || !Arrays.equals(record, 1, PAYLOAD, digest(record), 0, DIGEST)) {
      throw new DamagedException("wrong digest");
    }
    ByteBuffer payload = ByteBuffer.wrap(record, PAYLOAD, record.length - PAYLOAD);
    if (payload.getLong() != id
        || payload.getInt() != key.length
        || !payload.slice(KEY, key.length).equals(ByteBuffer.wrap(key))) {
      throw new DamagedException("wrong key");
    }
    return codec.decode(Arrays.copyOfRange(record, KEY + key.length, record.length));
  }

  private static byte[] digest(byte[] record) {
    MessageDigest sha = sha256();
    sha.update(record, PAYLOAD, record.length - PAYLOAD);
    return sha.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
