package dev.impresario.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Turns values to bytes and back, so that nothing is ever Java-serialized. Safe for use by many
 * threads.
 *
 * @param <T> the values
 */
public interface Codec<T> {

  /** The codec of texts, as UTF-8. */
  Codec<String> TEXT =
      new Codec<>() {
        @Override
        public byte[] encode(String value) {
          return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
          return new String(bytes, UTF_8);
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
