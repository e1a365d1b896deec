package dev.impresario.source.filesystem;

import dev.impresario.spi.Scan;
import java.util.ArrayList;

/** A scan that is without events, though they are wanted. */
record RefusedRound(NotWatched reason) implements Round {

  @Override
  public Scan end(Scan scan) {
    return with(reason, scan);
  }

  static Scan with(NotWatched reason, Scan scan) {
    var diagnostics = new ArrayList<>(scan.diagnostics());
    diagnostics.add(reason.diagnostic());
    return new Scan(scan.resources(), diagnostics);
  }
}
