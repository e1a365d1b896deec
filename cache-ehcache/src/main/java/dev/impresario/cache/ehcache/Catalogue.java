package dev.impresario.cache.ehcache;

import dev.impresario.spi.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a disk tier held when it was closed cleanly, the oldest first.
 *
 * @param closedAt by the wall clock, in milliseconds
 * @param seal the SHA-256 of the store's small files as they were left
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Catalogue(long closedAt, long nextId, byte[] seal, List<Line> lines) {
  private static final int MAGIC = 0x494d5032; // IMP2; another format is another magic
  private static final int DIGEST = 32;

  /**
   * An entry.
   *
   * @param age in nanoseconds, when the store was closed
   * @param bytes what its record takes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(long id, long weight, long age, int bytes, byte[] key) {}

  /** An entry and its key. */
  record Known<K>(K key, Line line) {}

  /**
   * Decodes the keys; leaves out, with a warning, the entries whose key cannot be.
   *
   * @param codec foreign: to be called under no lock
   */
  <K> List<Known<K>> known(Codec<K> codec, Warnings warnings) {
    var known = new ArrayList<Known<K>>(lines.size());
    for (Line line : lines) {
      try {
        K key = Objects.requireNonNull(codec.decode(line.key()));
        var unused = key.hashCode(); // foreign too, and wanted when it is too late to fail
        known.add(new Known<>(key, line));
      } catch (Exception | Error e) { // whatever it is, the others must not be lost by it
        warnings.keyUnusable("read", e);
      }
    }
    return known;
  }

  /**
   * How old an entry is, in nanoseconds. A clock that went back makes everything old: nobody knows
   * how long the store was closed.
   *
   * @param wallClock the time, in milliseconds
   */
  long age(Line line, long wallClock) {
    long limit = Long.MAX_VALUE / 2; // so that it can be taken from any ticker
    long closedFor = wallClock - closedAt;
    if (closedFor < 0 || closedFor >= limit / 1_000_000 - 1) {
      return limit;
    }
    // both ends were cut to milliseconds
    return Math.min(limit, line.age() + (closedFor + 1) * 1_000_000);
  }

  byte[] encode() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeLong(closedAt);
    out.writeLong(nextId);
    out.write(seal);
    out.writeInt(lines.size());
    for (Line line : lines) {
      out.writeLong(line.id());
      out.writeLong(line.weight());
      out.writeLong(line.age());
      out.writeInt(line.bytes());
      out.writeInt(line.key().length);
      out.write(line.key());
    }
    out.write(Held.sha256().digest(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  /**
   * Reads one back.
   *
   * @throws IOException if these are not the bytes of one
   */
  static Catalogue decode(byte[] bytes) throws IOException {
    int end = bytes.length - DIGEST;
    if (end < 0) {
      throw new IOException("the catalogue is cut off");
    }
    var sha = Held.sha256();
    sha.update(bytes, 0, end);
    if (!Arrays.equals(sha.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new IOException("the catalogue is damaged");
    }
    // from here on every number is one that we wrote
    var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
    if (in.readInt() != MAGIC) {
      throw new IOException("the catalogue is of another version");
    }
    long closedAt = in.readLong();
    long nextId = in.readLong();
    byte[] seal = in.readNBytes(DIGEST);
    int count = in.readInt();
    var lines = new ArrayList<Line>(count);
    for (int i = 0; i < count; i++) {
      lines.add(
          new Line(
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              in.readNBytes(in.readInt())));
    }
    return new Catalogue(closedAt, nextId, seal, lines);
  }
}
