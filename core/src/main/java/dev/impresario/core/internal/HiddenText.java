package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a file says to a model and not to people: characters that no editor shows, and those
 * by which a terminal hides others.
 *
 * <p>Every file comes by here, and nearly none hides anything, so the bytes are looked through
 * first; a file is decoded only if there is something to tell.
 */
final class HiddenText {
  private static final int KINDS_NAMED = 5;

  // a buffer's getLong checks more than its bounds, which no compiler moves out of the loop
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long SPACES = 0x2020_2020_2020_2020L;
  private static final long SIGNS = 0x8080_8080_8080_8080L;
  private static final boolean[] MAY_HIDE = bytesThatMayHide();

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

  /**
   * Looks for controls, and for the bytes with which a hidden character begins in UTF-8. Eight
   * bytes at once, since every byte of every file comes by: one by one takes longer than to hash
   * them.
   */
  private static boolean mayHide(byte[] content) {
    int whole = content.length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      if (!isPlain((long) LONG.get(content, i)) && mayHide(content, i, i + Long.BYTES)) {
        return true;
      }
    }
    return mayHide(content, whole, content.length);
  }

  /** Returns whether all eight bytes are printable ASCII, which is 0x20 to 0x7E. */
  private static boolean isPlain(long bytes) {
    // Each term has a sign where a byte is below, beyond or at the end. What a byte below borrows
    // may hide only those above it, and what 0x7F and more carry is told by them.
    return (((bytes - SPACES) | bytes | (bytes + ONES)) & SIGNS) == 0;
  }

  private static boolean mayHide(byte[] content, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (MAY_HIDE[content[i] & 0xFF] && (content[i] >= 0 || isHiddenIn(content, i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a hidden character begins here, or one that the file's end cuts off. */
  private static boolean isHiddenIn(byte[] content, int i) {
    int lead = content[i] & 0xFF;
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + length > content.length) {
      return true;
    }
    int c = lead & (0xFF >> (length + 1));
    for (int k = 1; k < length; k++) {
      c = c << 6 | (content[i + k] & 0x3F);
    }
    return Invisible.isControl(c) || Invisible.isHidden(c);
  }

  private static boolean[] bytesThatMayHide() {
    var may = new boolean[256];
    for (int b = 0; b < may.length; b++) {
      may[b] = b < 0x80 ? Invisible.isControl(b) : isLead(b);
    }
    return may;
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
