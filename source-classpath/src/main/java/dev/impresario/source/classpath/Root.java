package dev.impresario.source.classpath;

import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One place where the class path has the folder. Holds nothing open between calls. */
interface Root {

  /** Returns what messages call this place. */
  String name();

  /**
   * Finds the files.
   *
   * @throws IOException if nothing can be said of the whole place
   */
  void list(PathFilter filter, Revisions revisions, Findings findings) throws IOException;

  /** Returns the content of a file, as {@link dev.impresario.spi.AgentResource#read} does. */
  byte[] read(String path, int limit) throws IOException;

  /** Returns when a file last changed; null in a jar, which is replaced as a whole. */
  default @Nullable Instant lastChanged(String path) throws IOException {
    return null;
  }

  /** Reads no more than it must, whatever size was told before. */
  static byte[] readBounded(InputStream in, int limit) throws IOException {
    byte[] content = in.readNBytes((int) Math.min(limit + 1L, Integer.MAX_VALUE));
    if (content.length > limit) {
      throw new AgentTooLargeException(content.length, limit);
    }
    return content;
  }
}
