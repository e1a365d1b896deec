package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says where a finding is in the way of code scanning: from the project's directory on, where it
 * lies below that, so that the place is the same on every machine.
 */
final class SarifPlaces {
  private static final String PLAIN = "-._~";

  private final Path root;

  SarifPlaces(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Returns the place as a URI reference, or null if the finding is of no place. */
  @Nullable String uri(Diagnostic diagnostic) {
    String source = diagnostic.source();
    if (source == null) {
      return null;
    }
    String path = diagnostic.path();
    try {
      Path place = Path.of(source, path == null ? "" : path).toAbsolutePath().normalize();
      return place.startsWith(root) && !place.equals(root)
          ? relative(root.relativize(place))
          : place.toUri().toASCIIString();
    } catch (InvalidPathException e) { // no source of files
      return null;
    }
  }

  private static String relative(Path place) {
    var uri = new StringBuilder();
    for (Path name : place) {
      uri.append(uri.isEmpty() ? "" : "/");
      encode(uri, name.toString());
    }
    return uri.toString();
  }

  /** What only a first part must not hold, such as a colon, no part does. */
  private static void encode(StringBuilder uri, String name) {
    for (byte unit : name.getBytes(UTF_8)) {
      char c = (char) (unit & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
      }
    }
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
