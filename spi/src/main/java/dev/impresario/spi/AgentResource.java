package dev.impresario.spi;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file, or what is like one. Safe for use by many threads. The engine keeps it and may read it
 * long after later scans; path and revision are asked once.
 */
public interface AgentResource {

  /** Returns the place below the source's root, {@code /} between its parts. */
  String path();

  /**
   * Returns a text that differs from that of an earlier scan whenever the content may differ.
   * Opaque, and cheap: the content is not read for it. A source whose clock is coarse returns
   * another text at the next scan for what changed just before this one.
   */
  String revision();

  /**
   * Returns whether the revision keeps its promise beyond this source object: no other one of the
   * same class and name, in another process or later, gives it for another content at this path. An
   * engine with an index reads such a file only once. A revision that counts, or that was marked
   * because the content had changed just before the scan, does not last.
   */
  default boolean hasLastingRevision() {
    return false;
  }

  /**
   * Returns when the content last changed, by this machine's clock, looking anew at each call; null
   * if the source cannot tell, or never shows content that is half written. An engine that watches
   * does not take content that changed a moment ago, since its writer may be at work.
   *
   * @throws IOException if it cannot be looked at just now
   */
  default @Nullable Instant lastChanged() throws IOException {
    return null;
  }

  /**
   * Returns the whole content, in an array of the caller's own. What is no regular file is refused
   * before it is opened, and what is too large before it is read.
   *
   * @param limit how many bytes it may have
   * @throws AgentTooLargeException if it has more
   * @throws java.nio.file.NoSuchFileException if it is gone; a source that holds the content in
   *     memory gives it as the scan found it, and leaves the news to the next scan
   * @throws IOException if it cannot be read just now; it is tried again at the next scan or load.
   *     One that is thrown because the thread was interrupted, with the interrupt kept, says
   *     nothing of the file.
   */
  byte[] read(int limit) throws IOException;
}
