package dev.impresario.spi;

import java.io.IOException;

/**
 * A place that holds definitions. Hands over bytes and never parses. Safe for use by many threads;
 * the engine runs one scan at a time, but reads while it scans.
 */
public interface AgentSource extends AutoCloseable {

  /** Returns what messages and metadata call this source, such as its directory. */
  String name();

  /**
   * Returns what is there now. Reads no content, unless paths and content share a file that is read
   * for the paths anyway. One bad entry becomes a diagnostic, which quotes no content, and never
   * costs another entry.
   *
   * <p>Must not use the registry of the engine that scans.
   *
   * @throws IOException if nothing can be said of the whole source; the engine then keeps what it
   *     knew. A thread that was interrupted stays so.
   */
  Scan scan() throws IOException;

  /**
   * Takes a hint to be run whenever what is there may have changed: early, often and on any thread
   * rather than late. It returns at once and never throws. The engine scans from time to time all
   * the same, so a source that cannot tell does nothing.
   *
   * <p>Called at most once, after the first scan, by an engine that watches. A source that has to
   * ask for changes, as over a network, does so from now on at times of its own, and lets {@link
   * #scan} return what it has.
   */
  default void onChange(Runnable hint) {}

  /** Frees what the source holds. A second call does nothing. */
  @Override
  default void close() {}
}
