package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.SafeText;
import dev.impresario.format.markdown.FrontMatter.State;
import java.util.regex.Pattern;

/** Tells a file that is no agent from one whose author meant it to be. */
final class MissingFrontMatter {
  private static final Pattern FENCE = Pattern.compile("---++[ \t]*+(#[^\r\n]*|ya?ml)?(\r|\n|\\z)");

  private MissingFrontMatter() {}

  /**
   * Refuses an empty file, and one that begins with what is nearly front matter: its author's
   * limits would be lost if it were taken for plain text.
   */
  static void refuseMistake(byte[] content) {
    Utf8.refuseUtf16(content);
    // Only what is visible matters here, so the file need not be UTF-8 to be looked at.
    String text = new String(content, UTF_8);
    int begin = afterBlanksAndComments(text);
    if (afterBlanks(text, 0) == text.length()) {
      throw new Refusal(
          "empty-file", new Position(0, 0), "the file is empty", "write an agent, or remove it");
    }
    if (FENCE.matcher(text).region(begin, text.length()).lookingAt()) {
      throw new Refusal(
          "front-matter-misplaced",
          Position.FIRST_LINE,
          "the front matter does not begin with a line 1 of three dashes",
          "make '---' the whole first line, with nothing before it, and end lines with LF or CRLF");
    }
  }

  static void refuseUnclosed(FrontMatter frontMatter) {
    if (frontMatter.state() == State.UNCLOSED) {
      throw new Refusal(
          "front-matter-unclosed",
          Position.FIRST_LINE,
          "the front matter that begins here never ends",
          "write a line '---' below its last field");
    }
  }

  static void warn(Findings findings) {
    findings.warn(
        "not-an-agent",
        Position.FIRST_LINE,
        "this has no front matter, so it is not taken for an agent",
        "begin it with a line '---', or turn on the format 'plain'");
  }

  private static int afterBlanksAndComments(String text) {
    int i = afterBlanks(text, 0);
    while (text.startsWith("<!--", i)) {
      int end = text.indexOf("-->", i + 4);
      if (end < 0) {
        return i;
      }
      i = afterBlanks(text, end + 3);
    }
    return i;
  }

  /** Passes over what cannot be seen. */
  private static int afterBlanks(String text, int start) {
    int i = start;
    while (i < text.length() && isInvisible(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isInvisible(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || SafeText.isUnsafe(c);
  }
}
