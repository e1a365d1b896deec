package dev.impresario.core.internal;

import dev.impresario.core.internal.Formats.Format;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
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

  static String of(Formats formats, Map<String, Map<String, String>> options) {
    var stamp = new StringJoiner("\n");
    // what counts as hidden text depends on the platform's tables
    stamp.add("java " + Runtime.version().feature() + " " + code(IndexStamp.class));
    for (Format format : formats.all()) {
      stamp.add(
          "%s %s %s %d %d %s %s"
              .formatted(
                  format.id(),
                  format.on(),
                  format.reads().getClass().getName(),
                  format.reads().revision(),
                  format.reads().maximumBytes(),
                  new TreeMap<>(options.getOrDefault(format.id(), Map.of())),
                  code(format.reads().getClass())));
    }
    return stamp.toString();
  }

  /** A build that is not released keeps its version from one to the next; its jar tells. */
  private static String code(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    String version = String.valueOf(Whence.version(type));
    if (source == null || source.getLocation() == null) {
      return version;
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      var attributes = Files.readAttributes(jar, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? version
          : version + " " + attributes.size() + " " + attributes.lastModifiedTime();
    } catch (URISyntaxException
        | IllegalArgumentException
        | FileSystemNotFoundException
        | IOException e) {
      return version;
    }
  }
}
