package dev.impresario.format.markdown;

import dev.impresario.SafeText;
import dev.impresario.format.markdown.Node.Entry;
import dev.impresario.format.markdown.Node.Mapping;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds fields that look like one that limits an agent but are not: {@code Tools}, a {@code tools}
 * with a blank or an invisible character in it, or with letters of another script. They would limit
 * nothing, which their author cannot see.
 */
final class LookAlike {
  // what passes for the letters of the fields in question, and these; i and l look alike too often
  private static final String POSING =
      "\u043e\u0455\u0501\u0456\u0430\u0435\u0442\u051d\u04cf\u03bf\u03b9\u03b1\u03c4\u0585\ua731i1|0";
  private static final String POSED = "osdlaetwlolatoslllo";

  /** Fields by which other formats and tools limit agents. */
  private static final Set<String> ELSEWHERE =
      Set.of(likeness("tools"), likeness("allowedtools"), likeness("tool"));

  private LookAlike() {}

  /** Refuses what poses as a field that limits, and warns of what limits only elsewhere. */
  static void check(Mapping mapping, Dialect dialect, Findings findings) {
    for (Entry entry : mapping.entries()) {
      if (!dialect.knows(entry.name())) { // a test shows that none of those is like a limit
        check(entry, dialect.grantFields(), findings);
      }
    }
  }

  /** Returns whether a field of this name would be refused or warned of. */
  static boolean isLikeALimit(String name, Dialect dialect) {
    String likeness = likeness(name);
    return ELSEWHERE.contains(likeness)
        || dialect.grantFields().stream().anyMatch(field -> likeness.equals(likeness(field)));
  }

  private static void check(Entry entry, List<String> fields, Findings findings) {
    String likeness = likeness(entry.name());
    for (String field : fields) {
      if (likeness.equals(likeness(field))) {
        throw new Refusal(
            "tools-invalid",
            entry.key().at(),
            "the field '%s' is not '%s', so it would limit nothing".formatted(entry.name(), field),
            "write '%s'".formatted(field));
      }
    }
    if (ELSEWHERE.contains(likeness)) {
      findings.warn(
          "field-elsewhere",
          entry.key().at(),
          "the field '%s' limits nothing in this format".formatted(entry.name()),
          "write '%s'".formatted(fields.get(0)));
    }
  }

  private static String likeness(String name) {
    String form = normal(name);
    var likeness = new StringBuilder(form.length());
    for (int i = 0; i < form.length(); i += Character.charCount(form.codePointAt(i))) {
      int c = form.codePointAt(i);
      int posing = POSING.indexOf(c);
      if (posing >= 0) {
        likeness.append(POSED.charAt(posing));
      } else if (!isDropped(c)) {
        likeness.appendCodePoint(c);
      }
    }
    return likeness.toString();
  }

  private static String normal(String name) {
    // asking first saves loading tables
    String form = isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFKD);
    return form.toLowerCase(Locale.ROOT);
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDropped(int c) {
    int type = Character.getType(c);
    return c == '-'
        || c == '_'
        || type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || SafeText.isUnsafe(c);
  }
}
