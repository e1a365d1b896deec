package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file line by line, holding one line at a time, and none that is too long. Used by one
 * thread.
 */
final class TaskLines implements AutoCloseable {
  static final int MAXIMUM_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int limit;
  private long number;

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes how many it has in the file, with its end
   * @param text without its end; null if it cannot be read
   * @param problem why not, or null
   */
  record Line(long number, long bytes, @Nullable String text, @Nullable String problem) {}

  TaskLines(InputStream in) {
    this.in = in;
  }

  /** Returns the next line, or null after the last. */
  @Nullable Line next() throws IOException {
    var line = new ByteArrayOutputStream();
    long bytes = 0;
    boolean ended = false;
    while (!ended && fill()) {
      int start = next;
      while (next < limit && !ended) {
        ended = buffer[next++] == '\n';
      }
      bytes += next - start;
      if (bytes <= MAXIMUM_BYTES) {
        line.write(buffer, start, next - start);
      }
    }
    number++;
    return bytes == 0 ? null : line(line.toByteArray(), bytes);
  }

  private boolean fill() throws IOException {
    if (next == limit) {
      next = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return next < limit;
  }

  private Line line(byte[] line, long bytes) {
    if (bytes > MAXIMUM_BYTES) {
      return unreadable(
          bytes, "the line has more than %,d bytes; shorten it".formatted(MAXIMUM_BYTES));
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
      return new Line(number, bytes, marked ? text.substring(1) : text, null);
    } catch (CharacterCodingException e) {
      return unreadable(bytes, "the line is not UTF-8; save the file as UTF-8");
    }
  }

  private Line unreadable(long bytes, String problem) {
    return new Line(number, bytes, null, problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
