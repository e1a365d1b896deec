package dev.impresario.format.markdown;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a field that is not YAML, read as its author saw it. */
final class RawText {
  private static final Pattern BLOCK_HEADER = Pattern.compile("[|>][-+1-9]{0,2}[ \t]*(#.*)?");

  /** A tool's name, maybe with a star at its end, maybe with something in brackets. */
  private static final Pattern TOOL = Pattern.compile("[A-Za-z_][\\w./-]*\\*?(\\(.*\\))?");

  private RawText() {}

  /** Returns the text folded as YAML folds a plain scalar, without a pair of quotes around it. */
  static String of(Piece head, List<String> below, YamlSyntax syntax) {
    String first = BLOCK_HEADER.matcher(head.value()).matches() ? "" : head.value();
    String text = fold(first, below);
    Position begin =
        head.value().isEmpty() ? syntax.at() : new Position(head.line(), head.column());
    refuseTag(text, head, begin);
    refuseUnclosedQuote(text, head, begin);
    boolean quoted =
        text.length() > 1 && isQuote(text.charAt(0)) && text.endsWith(text.substring(0, 1));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * Returns the text of a field that limits the agent, if there is only one way to read it: a lone
   * star, or names of tools on one line. All else is refused, since a guess could widen the grant.
   */
  static String ofGrant(Piece head, List<String> below, YamlSyntax syntax) {
    String text = head.value().replaceFirst("[ \t]#.*", "").strip();
    boolean oneLine = below.stream().allMatch(Piece::isEmptyOrComment);
    Optional<List<String>> tools = ToolText.split(text);
    boolean named = tools.isPresent() && tools.get().stream().allMatch(TOOL.asMatchPredicate());
    if (oneLine && (text.equals("*") || named)) {
      return text;
    }
    throw new Refusal(
        "tools-invalid",
        syntax.at(),
        "'%s' is not valid YAML: %s".formatted(head.key(), syntax.problem()),
        "put each tool in quotes, for example \"*\"");
  }

  private static String fold(String first, List<String> below) {
    int end = below.size();
    while (end > 0 && Piece.isEmptyOrComment(below.get(end - 1))) {
      end--;
    }
    var text = new StringBuilder(first.strip());
    int blank = 0;
    for (String line : below.subList(0, end)) {
      String part = line.strip();
      if (part.isEmpty()) {
        blank++;
      } else {
        text.append(blank > 0 ? "\n".repeat(blank) : " ").append(part);
        blank = 0;
      }
    }
    return text.toString().strip();
  }

  private static void refuseTag(String text, Piece head, Position begin) {
    if (text.startsWith("!")) {
      throw YamlGuard.tag(begin, "field '%s' begins with a tag".formatted(head.key()));
    }
  }

  private static void refuseUnclosedQuote(String text, Piece head, Position begin) {
    boolean unclosed = !text.isEmpty() && isQuote(text.charAt(0)) && !closes(text);
    if (unclosed) {
      throw new Refusal(
          "yaml-syntax",
          begin,
          "this is not valid YAML: the quote of '%s' is never closed".formatted(head.key()),
          "close the quote");
    }
  }

  /** Returns whether the quote at the text's begin comes again, other than escaped. */
  private static boolean closes(String text) {
    char quote = text.charAt(0);
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        return true;
      }
      if (c == '\\' && quote == '"') {
        i++;
      }
    }
    return false;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
