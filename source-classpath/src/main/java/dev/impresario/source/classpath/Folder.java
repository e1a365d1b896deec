package dev.impresario.source.classpath;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.util.List;

/**
 * The name of a resource folder.
 *
 * @param name the name, without a slash at either end
 */
record Folder(String name) {
  private static final List<String> NOT_NAMES = List.of("", ".", "..");

  /** Creates one from what a user wrote; a slash at either end is taken off. */
  static Folder of(String written) {
    String name = written.strip();
    name = name.startsWith("/") ? name.substring(1) : name;
    name = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (isNoFolder(name)) {
      throw new ConfigurationException(
          "'folder' must be the name of a resource folder, such as 'agents', but is '%s'"
              .formatted(SafeText.escape(written)));
    }
    return new Folder(name);
  }

  private static boolean isNoFolder(String name) {
    return name.indexOf('\\') >= 0
        || List.of(name.split("/", -1)).stream().anyMatch(NOT_NAMES::contains);
  }
}
