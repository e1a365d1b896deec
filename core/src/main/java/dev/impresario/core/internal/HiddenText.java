package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a file says to a model and not to people: characters that no editor shows, and those
 * by which a terminal hides others.
 *
 * <p>Every file comes by here. Most are ASCII, or nearly, so the bytes are looked through first; a
 * file is decoded only if a character beyond Latin could be in it.
 */
final class HiddenText {
  private static final int KINDS_NAMED = 5;

  private final String text;
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private int first = -1;

  private HiddenText(String text) {
    this.text = text;
  }

  /** Returns the finding on this file, or null if everything in it can be seen. */
  static @Nullable Diagnostic find(String path, byte[] content) {
    return mayHide(content)
        ? new HiddenText(new String(content, StandardCharsets.UTF_8)).find(path)
        : null;
  }

  /** Looks for controls, and for the bytes with which a hidden character begins in UTF-8. */
  private static boolean mayHide(byte[] content) {
    for (byte b : content) {
      if (b < 0 ? isLead(b & 0xFF) : Invisible.isControl(b)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLead(int b) {
    return switch (b) {
      case 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3 -> true;
      default -> false;
    };
  }

  private @Nullable Diagnostic find(String path) {
    int begin = text.startsWith("\uFEFF") ? 1 : 0; // a byte order mark is no text
    for (int i = begin; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isHidden(c, i)) {
        first = first < 0 ? i : first;
        counts.merge(c, 1, Integer::sum);
      }
      i += Character.charCount(c);
    }
    return first < 0 ? null : finding(path);
  }

  private boolean isHidden(int c, int i) {
    return Invisible.isControl(c)
        || (c >= 0x80 && Invisible.isHidden(c) && !Invisible.belongsAt(text, i));
  }

  private Diagnostic finding(String path) {
    int number = counts.values().stream().mapToInt(Integer::intValue).sum();
    return Diagnostic.at(
        Severity.WARNING,
        "hidden-characters",
        path,
        line(),
        column(),
        "it holds %,d %s that nobody can see: %s"
            .formatted(number, number == 1 ? "character" : "characters", kinds()),
        "remove them, or look at what they say; a model reads them");
  }

  private String kinds() {
    String named =
        counts.keySet().stream()
            .limit(KINDS_NAMED)
            .map("U+%04X"::formatted)
            .collect(Collectors.joining(", "));
    int more = counts.size() - KINDS_NAMED;
    return more <= 0 ? named : "%s and %d more kinds".formatted(named, more);
  }

  private int line() {
    int line = 1;
    for (int i = 0; i < first; i++) {
      if (endsLine(i)) {
        line++;
      }
    }
    return line;
  }

  private int column() {
    int begin = first;
    while (begin > 0 && !endsLine(begin - 1)) {
      begin--;
    }
    return text.codePointCount(begin, first) + 1;
  }

  /** LF, CRLF and a lone CR each end a line, as they do for the formats. */
  private boolean endsLine(int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }
}
