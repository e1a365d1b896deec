package dev.impresario.core.internal;

import dev.impresario.spi.AgentFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The formats there are, the most telling first, and which of them are on.
 *
 * <p>Those that are off matter too: they keep their files from being read by a less specific one.
 */
final class Formats {

  /** A format under the id of its provider. */
  record Format(String id, AgentFormat reads, boolean on) {}

  private final List<Format> formats;

  /** Takes the formats by the priority of their providers, highest first. */
  Formats(List<Format> formats) {
    this.formats = List.copyOf(formats);
  }

  /** Returns all there are, in the order in which they are tried. */
  List<Format> all() {
    return formats;
  }

  /** Returns the formats to try on this path in turn; none if it is of a format that is off. */
  List<Format> forPath(String path) {
    var best = new ArrayList<Format>(2);
    int highest = 1;
    for (Format format : formats) {
      int specificity = format.reads().specificity(path);
      if (specificity > highest) {
        highest = specificity;
        best.clear();
      }
      if (specificity == highest && specificity > 0) {
        best.add(format);
      }
    }
    best.removeIf(format -> !format.on());
    return best;
  }
}
