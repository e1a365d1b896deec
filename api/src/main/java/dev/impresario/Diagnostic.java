package dev.impresario;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something worth knowing about one file or source: what, where, and what to do.
 *
 * <p>Message and hint are safe to print: characters that could harm a terminal or forge a log line
 * are escaped, and an overlong text is cut. {@link #toString} is one line of less than 1 kB.
 *
 * @param severity how bad it is
 * @param code a short stable name of the kind of problem, listed in {@code docs/errors.md}
 * @param source the name of the source, or null while only the source itself has seen it
 * @param path the place below the source's root, as it is, or null if it concerns the whole source
 * @param line the line in the file, from 1, or 0 if it concerns the whole file
 * @param column the column in characters, from 1, or 0 if it concerns the whole line
 * @param message what is wrong, in lower case and without a full stop
 * @param hint what to do about it, or null if that is plain
 */
public record Diagnostic(
    Severity severity,
    String code,
    @Nullable String source,
    @Nullable String path,
    int line,
    int column,
    String message,
    @Nullable String hint) {

  /** How bad a {@link Diagnostic} is, worst first. */
  public enum Severity {
    /** The agent is not there, or not in its latest version. */
    ERROR,
    /** The agent is there, but probably not as its author meant it. */
    WARNING,
    /** Nothing is wrong. */
    INFO
  }

  // Sized so that the whole line stays below 1 kB, in bytes.
  private static final int MAXIMUM_PLACE = 300;
  private static final int MAXIMUM_MESSAGE = 400;
  private static final int MAXIMUM_HINT = 200;
  private static final int MAXIMUM_CODE = 40;

  /** Checks the position and makes the texts safe to print. */
  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    code = clip(SafeText.escape(code), MAXIMUM_CODE);
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("line and column must not be negative");
    }
    message = clip(SafeText.escape(message), MAXIMUM_MESSAGE);
    hint = hint == null ? null : clip(SafeText.escape(hint), MAXIMUM_HINT);
  }

  /** Creates one for a position in a file; {@code line} and {@code column} as in the record. */
  public static Diagnostic at(
      Severity severity,
      String code,
      String path,
      int line,
      int column,
      String message,
      @Nullable String hint) {
    return new Diagnostic(severity, code, null, path, line, column, message, hint);
  }

  /** Creates one for a whole file. */
  public static Diagnostic ofFile(
      Severity severity, String code, String path, String message, @Nullable String hint) {
    return new Diagnostic(severity, code, null, path, 0, 0, message, hint);
  }

  /** Creates one for a whole source. */
  public static Diagnostic ofSource(
      Severity severity, String code, String message, @Nullable String hint) {
    return new Diagnostic(severity, code, null, null, 0, 0, message, hint);
  }

  /** Returns this diagnostic with the name of its source. */
  public Diagnostic withSource(String name) {
    return new Diagnostic(severity, code, name, path, line, column, message, hint);
  }

  /** Returns whether this is of severity {@link Severity#ERROR}. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Returns source, path, line and column as far as known, parted by colons, safe to print. */
  public String place() {
    var place = new StringBuilder();
    if (source != null) {
      place.append(source);
    }
    if (path != null) {
      place.append(place.isEmpty() ? "" : "/").append(path);
    }
    String safe = clipFront(SafeText.escape(place.toString()), MAXIMUM_PLACE);
    if (line == 0) {
      return safe;
    }
    return column == 0 ? safe + ":" + line : safe + ":" + line + ":" + column;
  }

  /** Returns {@code place: severity [code] message; hint} on one line. */
  @Override
  public String toString() {
    String place = place();
    return (place.isEmpty() ? "" : place + ": ")
        + severity.name().toLowerCase(java.util.Locale.ROOT)
        + " ["
        + code
        + "] "
        + message
        + (hint == null ? "" : "; " + hint);
  }

  private static String clip(String text, int bytes) {
    return fits(text, bytes) ? text : text.substring(0, fitting(text, bytes - 3)) + "…";
  }

  /** Keeps the end: of a long path, the file's own name says most. */
  private static String clipFront(String text, int bytes) {
    if (fits(text, bytes)) {
      return text;
    }
    String reversed = new StringBuilder(text).reverse().toString();
    return "…" + text.substring(text.length() - fitting(reversed, bytes - 3));
  }

  private static boolean fits(String text, int bytes) {
    return text.length() * 3 <= bytes || text.getBytes(StandardCharsets.UTF_8).length <= bytes;
  }

  /** Returns how many chars of the text need no more than that many bytes. */
  private static int fitting(String text, int bytes) {
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      used += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (used > bytes) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    return i;
  }
}
