package dev.impresario.source.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a body within bounds: of size, time and how much more it becomes when it is unpacked. */
final class Body {
  private static final int CHUNK = 16 << 10;
  private static final int MAXIMUM_RATIO = 100;
  private static final int SMALL = 64 << 10; // so little does no harm, whatever the ratio

  private final int limit;
  private final Memory memory;
  private final Deadline deadline;

  Body(int limit, Memory memory, Deadline deadline) {
    this.limit = limit;
    this.memory = memory;
    this.deadline = deadline;
  }

  /**
   * Reads all.
   *
   * @param encoding what the server says the content is packed with
   * @throws FetchFailure if it is beyond a bound, or packed otherwise than asked for
   */
  byte[] read(InputStream content, @Nullable String encoding) throws IOException {
    String packing = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    return switch (packing) {
      case "", "identity" -> read(content, limit, tooLarge());
      case "gzip", "x-gzip" -> unpacked(read(content, limit, tooLarge()));
      default -> throw FetchFailure.answer("it is packed in another way than gzip");
    };
  }

  /** All that is packed is in memory first: how a stream of gzip ends is then no matter of luck. */
  private byte[] unpacked(byte[] packed) throws IOException {
    long most = Math.max(SMALL, (long) packed.length * MAXIMUM_RATIO);
    boolean ratioFirst = most < limit;
    FetchFailure beyond =
        ratioFirst
            ? FetchFailure.answer(
                "it is packed more than %d times smaller, as no text is".formatted(MAXIMUM_RATIO))
            : tooLarge();
    try (var content = new GZIPInputStream(new ByteArrayInputStream(packed), CHUNK)) {
      return read(content, ratioFirst ? (int) most : limit, beyond);
    } catch (FetchFailure e) {
      throw e;
    } catch (IOException e) {
      throw FetchFailure.answer("it is damaged, or cut off");
    } finally {
      memory.give(packed.length);
    }
  }

  private byte[] read(InputStream content, int most, FetchFailure beyond) throws IOException {
    var read = new ByteArrayOutputStream();
    boolean complete = false;
    try {
      byte[] chunk = new byte[CHUNK];
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        if (deadline.isOver()) {
          throw FetchFailure.passing("it does not come in time", null);
        }
        if (n > most - read.size()) {
          throw beyond;
        }
        memory.take(n);
        read.write(chunk, 0, n);
      }
      complete = true;
      return read.toByteArray();
    } finally {
      if (!complete) {
        memory.give(read.size());
      }
    }
  }

  private FetchFailure tooLarge() {
    return FetchFailure.answer("it has more than %d bytes".formatted(limit));
  }
}
