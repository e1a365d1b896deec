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
  private static final Set<String> ELSEWHERE = Set.of("tools", "allowedtools", "tool");

  private LookAlike() {}

  /** Refuses what poses as a field that limits, and warns of what limits only elsewhere. */
  static void check(Mapping mapping, Dialect dialect, Findings findings) {
    List<String> fields = dialect.grantFields();
    for (Entry entry : mapping.entries()) {
      if (!fields.contains(entry.name())) {
        check(entry, fields, findings);
      }
    }
  }

  /** Returns whether a field of this name would be refused or warned of. */
  static boolean isLikeALimit(String name, Dialect dialect) {
    String likeness = likeness(name);
    return isElsewhere(likeness)
        || dialect.grantFields().stream().anyMatch(field -> likeness.equals(likeness(field)));
  }

  private static boolean isElsewhere(String likeness) {
    return ELSEWHERE.stream().anyMatch(field -> likeness.equals(likeness(field)));
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
    if (isElsewhere(likeness)) {
      findings.warn(
          "field-elsewhere",
          entry.key().at(),
          "the field '%s' limits nothing in this format".formatted(entry.name()),
          "write '%s'".formatted(fields.get(0)));
    }
  }

  private static String likeness(String name) {
    var likeness = new StringBuilder(name.length());
    normal(name).codePoints().filter(c -> !isDropped(c)).forEach(c -> likeness.appendCodePoint(c));
    for (int i = 0; i < likeness.length(); i++) {
      int posing = POSING.indexOf(likeness.charAt(i));
      if (posing >= 0) {
        likeness.setCharAt(i, POSED.charAt(posing));
      }
    }
    return likeness.toString();
  }

  private static String normal(String name) {
    boolean ascii = name.chars().allMatch(c -> c < 0x80); // asking first saves loading tables
    String form = ascii ? name : Normalizer.normalize(name, Normalizer.Form.NFKD);
    return form.toLowerCase(Locale.ROOT);
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
