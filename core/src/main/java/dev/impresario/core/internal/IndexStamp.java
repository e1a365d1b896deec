package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.index.BadIndexException;
import dev.impresario.spi.AgentFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Names all that the meaning of a file depends on but its path and bytes: which formats there are,
 * since each decides which files are left to others; their options and revisions; and the code,
 * since a parser that was mended may read another grant in the same bytes.
 */
final class IndexStamp {
  private IndexStamp() {}

  /**
   * Returns the stamp.
   *
   * @throws BadIndexException if a change of the code would not be seen
   */
  static String of(Formats formats, Map<String, Map<String, String>> options)
      throws IOException, BadIndexException {
    var stamp = new StringJoiner("\n");
    var code =
        new ArrayList<Class<?>>(List.of(IndexStamp.class, AgentFormat.class, AgentMetadata.class));
    // what counts as hidden text depends on the platform's tables
    stamp.add("java " + Runtime.version() + " " + Whence.version(IndexStamp.class));
    for (Format format : formats.all()) {
      Class<?> type = format.reads().getClass();
      code.add(type);
      stamp.add(
          "%s %s %s %d %d %s %s"
              .formatted(
                  format.id(),
                  format.on(),
                  type.getName(),
                  format.reads().revision(),
                  format.reads().maximumBytes(),
                  new TreeMap<>(options.getOrDefault(format.id(), Map.of())),
                  Whence.version(type)));
    }
    return stamp.add(CodeStamp.of(CodePlaces.of(code))).toString();
  }
}
