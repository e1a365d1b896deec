package dev.impresario.core.internal;

import dev.impresario.SafeText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Leaves out the fields by which an agent asks for more than tools: to run commands of its own
 * ({@code hooks}), to start servers ({@code mcpServers}), not to be asked back ({@code
 * permissionMode}), to keep what outlives its task ({@code memory}).
 *
 * <p>Formats, tools and versions spell them differently and put them at different depths, and what
 * reads the attributes may merge what is nested, so that neither spelling nor depth matters here.
 */
final class Authority {
  private static final Set<String> WHOLE_NAMES = Set.of("hook", "hooks", "memory", "memories");
  private static final List<String> PARTS = List.of("permission", "mcp");

  private final List<String> left = new ArrayList<>();

  /** Returns the names of what was left out, with the names of what they were in. */
  List<String> left() {
    return left;
  }

  /** Returns the attributes without such fields. */
  Map<String, Object> stripped(Map<String, Object> attributes) {
    return stripped(attributes, "");
  }

  private Map<String, Object> stripped(Map<?, ?> map, String prefix) {
    var kept = new LinkedHashMap<String, Object>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (grantsAuthority(name)) {
            left.add(prefix + name);
          } else {
            kept.put(name, stripped(value, prefix + name + "."));
          }
        });
    return kept;
  }

  private Object stripped(Object value, String prefix) {
    if (value instanceof Map<?, ?> map) {
      return stripped(map, prefix);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> stripped(item, prefix)).toList();
    }
    return value;
  }

  /** Any part of a name with dots counts, as in {@code hooks.PreToolUse}. */
  static boolean grantsAuthority(String name) {
    for (String part : Normalizer.normalize(name, Normalizer.Form.NFKC).split("[.:/\\[\\]]", -1)) {
      String letters = letters(part);
      if (WHOLE_NAMES.contains(letters) || PARTS.stream().anyMatch(letters::contains)) {
        return true;
      }
    }
    return false;
  }

  private static String letters(String name) {
    var letters = new StringBuilder(name.length());
    name.toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) && !SafeText.isUnsafe(c))
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
