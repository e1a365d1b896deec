package dev.impresario.spi;

/**
 * Turns values to bytes and back, so that nothing is ever Java-serialized. Safe for use by many
 * threads.
 *
 * @param <T> the values
 */
public interface Codec<T> {

  /**
   * The codec of texts, as UTF-8. It alters none: half a character, a surrogate without its
   * partner, for which UTF-8 has no bytes, becomes the three bytes of its number.
   */
  Codec<String> TEXT =
      new Codec<>() {
        @Override
        public byte[] encode(String value) {
          return Utf8.encode(value);
        }

        @Override
        public String decode(byte[] bytes) {
          return Utf8.decode(bytes);
        }
      };

  /** Returns the value's bytes, which belong to the caller. */
  byte[] encode(T value);

  /**
   * Returns the value that was encoded to these bytes.
   *
   * @throws RuntimeException if they are not such bytes
   */
  T decode(byte[] bytes);
}
