package dev.impresario.core.internal.index;

import dev.impresario.Diagnostic.Severity;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The bytes of an index, in this order. Numbers are written seven bits at a time, the lowest first;
 * lists as their length and their items; texts as their place in the table of texts, since many
 * files say the same.
 *
 * <pre>
 *   magic (8 bytes), format version (1 byte)
 *   library version, stamp: texts that stand for themselves
 *   table of texts: count, then of each its length times two (plus one if in UTF-16), its bytes
 *   sources: count, then of each its key, the count of its files and each of these
 *   a file: path, revision, format, SHA-256 (32 bytes), offset of the body, header or 0, findings,
 *           finding on hidden characters or 0
 *   CRC-32C of all before (4 bytes)
 * </pre>
 *
 * <p>The checksum finds damage, not malice: whoever may write an index may write its checksum too,
 * so others are kept from writing it instead. CRC-32C is computed by the processor from a JVM's
 * first moment on, SHA-256 only once it is warm, and an index is read when it is not.
 */
final class Layout {
  static final long MAGIC = 0x494D5052_494E4458L; // IMPRINDX
  static final int VERSION = 1;

  /** How many bytes there may be: some 150,000 agents. */
  static final int MAXIMUM_BYTES = 64 << 20;

  /** How many texts and items of lists there may be, so that few bytes cannot become many. */
  static final int MAXIMUM_VALUES = 4_000_000;

  /** How deep attributes may be nested. */
  static final int MAXIMUM_DEPTH = 64;

  /** A finding's severity is its place here. */
  static final List<Severity> SEVERITIES = List.of(Severity.ERROR, Severity.WARNING, Severity.INFO);

  static final int TEXT = 0;
  static final int LIST = 1;
  static final int MAP = 2;

  private Layout() {}

  /** Returns whether it is an index that begins so, whole or not. */
  static boolean isOurs(byte[] beginning) {
    return beginning.length >= Long.BYTES && ByteBuffer.wrap(beginning).getLong() == MAGIC;
  }
}
