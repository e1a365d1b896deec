package dev.impresario.spi;

import dev.impresario.Subscription;
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
   * <p>Called once, after its first scan, by each engine that watches; one source may serve several
   * engines, one after another or at the same time. An engine scans once more after the call. A
   * source that has to ask for changes, as over a network, does so at times of its own as long as
   * any hint is taken, and lets {@link #scan} return what it has.
   *
   * @return closed by the engine when it wants the hint no more, which must be quick; the source
   *     then forgets the hint, and holds nothing for hints once the last is forgotten
   */
  default Subscription onChange(Runnable hint) {
    return () -> {};
  }

  /** Frees what the source holds. A second call does nothing. */
  @Override
  default void close() {}
}
