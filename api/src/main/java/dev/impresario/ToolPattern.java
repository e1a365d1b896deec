package dev.impresario;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tools list.
 *
 * <p>A check has three outcomes, not two: an argument that joins several shell commands, or a
 * pattern in a syntax we do not know, can neither be said to match nor not to match. What is
 * allowed needs a certain yes, what is disallowed is let through only on a certain no.
 *
 * @param text the entry as it was written
 * @param name the tool's name, maybe with a star at its end
 * @param arguments what stands in the brackets, or null if there are none
 * @param known whether name and brackets are in a syntax we know
 */
record ToolPattern(String text, String name, @Nullable String arguments, boolean known) {
  private static final String JOINS_COMMANDS = ";&|<>`$(){}\n\r\\\"'";

  private enum Outcome {
    YES,
    NO,
    UNKNOWN
  }

  static ToolPattern parse(String text) {
    String entry = text.strip();
    int open = entry.indexOf('(');
    if (open < 0) {
      return new ToolPattern(text, entry, null, isName(entry));
    }
    String name = entry.substring(0, open).strip();
    boolean closed = entry.endsWith(")");
    String arguments = entry.substring(open + 1, entry.length() - (closed ? 1 : 0));
    boolean known = closed && isName(name) && name.indexOf('*') < 0;
    return new ToolPattern(text, name, arguments, known);
  }

  /** Returns whether every use of every tool is meant. */
  boolean isEverything() {
    return name.equals("*") && arguments == null && known;
  }

  /** Returns whether this use is certainly meant by the pattern. */
  boolean admits(String tool, String argument) {
    return check(tool, argument) == Outcome.YES;
  }

  /** Returns whether this use is certainly not meant by the pattern. */
  boolean rulesOut(String tool, String argument) {
    return check(tool, argument) == Outcome.NO
        && (checkName(tool) == Outcome.YES || !mayMean(tool));
  }

  /** Returns whether some use of the tool can be meant. */
  boolean reaches(String tool) {
    return known && checkName(tool) == Outcome.YES && argumentSyntaxKnown();
  }

  /** Returns whether no use of the tool escapes the pattern. */
  boolean coversAllOf(String tool) {
    return mayMean(tool) && (!known || arguments == null || !argumentSyntaxKnown() || isAny());
  }

  private Outcome check(String tool, String argument) {
    Outcome named = checkName(tool);
    if (named != Outcome.YES || !known) {
      return named == Outcome.NO ? Outcome.NO : Outcome.UNKNOWN;
    }
    return arguments == null || isAny() ? Outcome.YES : checkArgument(arguments, argument);
  }

  private Outcome checkArgument(String pattern, String argument) {
    if (argument.equals(pattern) && pattern.indexOf('*') < 0) {
      return Outcome.YES;
    }
    if (!argumentSyntaxKnown() || joinsCommands(argument) || !isTidy(argument)) {
      return Outcome.UNKNOWN;
    }
    if (!pattern.endsWith(":*")) {
      return Outcome.NO;
    }
    String prefix = pattern.substring(0, pattern.length() - 2);
    boolean begins = argument.equals(prefix) || argument.startsWith(prefix + " ");
    return begins ? Outcome.YES : Outcome.NO;
  }

  /**
   * Returns whether the author may have meant this tool, though perhaps in other letters: where
   * something is taken away, the name of a server stands for all its tools, case does not count,
   * and a name with odd characters may be any.
   */
  private boolean mayMean(String tool) {
    return checkName(tool) != Outcome.NO
        || name.equalsIgnoreCase(tool)
        || (name.endsWith("*") && begins(tool, name.substring(0, name.length() - 1)))
        || (begins(name, "mcp__") && begins(tool, name + "__"))
        || name.chars().anyMatch(c -> !isPlain(c));
  }

  private static boolean begins(String text, String beginning) {
    return text.regionMatches(true, 0, beginning, 0, beginning.length());
  }

  private static boolean isPlain(int c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || "_-./*".indexOf(c) >= 0;
  }

  /** A name in a syntax we do not know may mean any tool. */
  private Outcome checkName(String tool) {
    if (!isName(name)) {
      return Outcome.UNKNOWN;
    }
    boolean matches =
        name.endsWith("*")
            ? tool.startsWith(name.substring(0, name.length() - 1))
            : tool.equals(name);
    return matches ? Outcome.YES : Outcome.NO;
  }

  private boolean isAny() {
    return "*".equals(arguments);
  }

  private boolean argumentSyntaxKnown() {
    if (arguments == null || isAny()) {
      return true;
    }
    int star = arguments.indexOf('*');
    return star < 0 || (star == arguments.length() - 1 && arguments.endsWith(":*") && star > 1);
  }

  /** White space in other amounts means the same to a shell, but not to a comparison of texts. */
  private static boolean isTidy(String argument) {
    return argument.equals(argument.strip())
        && !argument.contains("  ")
        && argument.chars().noneMatch(c -> c != ' ' && Character.isWhitespace(c));
  }

  private static boolean joinsCommands(String argument) {
    return argument.chars().anyMatch(c -> JOINS_COMMANDS.indexOf(c) >= 0);
  }

  private static boolean isName(String name) {
    int star = name.indexOf('*');
    return !name.isEmpty() && (star < 0 || star == name.length() - 1) && !hasForeignMark(name);
  }

  private static boolean hasForeignMark(String name) {
    for (int i = 0; i < name.length(); i++) { // of each tool of each file, so no stream
      if ("()[]{},?\"'".indexOf(name.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }
}
