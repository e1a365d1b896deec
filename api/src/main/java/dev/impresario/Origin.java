package dev.impresario;

import java.util.Objects;

/**
 * Where a definition came from.
 *
 * @param source the name of the source, such as its directory
 * @param scope the scope of the source
 * @param format the id of the format that read it
 * @param path the place below the source's root, {@code /} between its parts
 */
public record Origin(String source, Scope scope, String format, String path) {

  /** Checks that every part is there. */
  public Origin {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(path, "path");
  }

  /** Returns source and path as one place, such as {@code .claude/agents/qa.md}, safe to print. */
  public String place() {
    return SafeText.escape(source + "/" + path);
  }
}
