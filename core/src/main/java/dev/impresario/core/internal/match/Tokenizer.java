package dev.impresario.core.internal.match;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Cuts a text into words and finds their terms: in lower case, without stop words, English ones
 * stemmed. Words end at whatever is neither letter, mark nor digit, so {@code code-reviewer} is
 * two; what is written {@code LikeThis} is one, with its parts. Chinese and Japanese, which have no
 * blanks, are cut into pairs of characters. {@code C#} and {@code C++} are {@code csharp} and
 * {@code cpp}, {@code .NET} is {@code dotnet}, as the names of agents have them.
 *
 * <p>Walks over the text once, without regular expressions: the text is not trusted.
 */
final class Tokenizer {
  private static final int LONGEST = 64;

  private final String text;
  private final UnaryOperator<String> terms;
  private final Consumer<Token> sink;

  private Tokenizer(String text, UnaryOperator<String> terms, Consumer<Token> sink) {
    this.text = text;
    this.terms = terms;
    this.sink = sink;
  }

  /** Hands each word of the text that is no stop word to the sink. */
  static void tokenize(String text, Consumer<Token> sink) {
    tokenize(text, Tokenizer::term, sink);
  }

  /** The same, with terms by a function such as {@link #term}, which may remember them. */
  static void tokenize(String text, UnaryOperator<String> terms, Consumer<Token> sink) {
    String normal = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    new Tokenizer(normal, terms, sink).run();
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (isDense(c)) {
        i = pairs(i);
      } else if (isWordPart(c)) {
        i = word(i);
      } else {
        i += Character.charCount(c);
      }
    }
  }

  private int word(int start) {
    int end = start;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (!isWordPart(c) || isDense(c)) {
        break;
      }
      end += Character.charCount(c);
    }
    int signs = signs(end);
    String word = text.substring(start, end);
    if (signs > 0) {
      emit(text.substring(start, end + signs), word + (signs == 1 ? "sharp" : "pp"));
    } else if (word.length() == 3 && word.equalsIgnoreCase("net") && isDotted(start)) {
      emit("." + word, "dotnet");
    } else {
      emit(word, word);
    }
    return end + signs;
  }

  /** Returns how long the signs are that make C# or C++ of a C. */
  private int signs(int end) {
    if (text.startsWith("++", end)) {
      return 2;
    }
    boolean sharp = text.startsWith("#", end);
    boolean ends = end + 1 >= text.length() || !isWordPart(text.codePointAt(end + 1));
    return sharp && ends ? 1 : 0;
  }

  private boolean isDotted(int start) {
    return start > 0
        && text.charAt(start - 1) == '.'
        && (start == 1 || !isWordPart(text.codePointBefore(start - 1)));
  }

  private void emit(String word, String spelling) {
    if (spelling.length() > LONGEST) {
      return; // no word: a key, or an image in letters
    }
    String term = terms.apply(spelling);
    List<Token> parts = parts(spelling);
    if (!term.isEmpty() || !parts.isEmpty()) {
      sink.accept(new Token(word, term, parts));
    }
  }

  /** Returns what a word is found by; empty if it is a stop word. */
  static String term(String word) {
    String lower = lower(word);
    if (StopWords.contains(lower)) {
      return "";
    }
    return isAsciiLetters(lower) ? Stemmer.stem(lower) : lower;
  }

  private List<Token> parts(String word) {
    List<Token> parts = List.of();
    int start = 0;
    for (int i = 1; i <= word.length(); i++) {
      if (i < word.length() ? isSeam(word, i) : start > 0) {
        String part = word.substring(start, i);
        String term = terms.apply(part);
        if (parts.isEmpty()) {
          parts = new ArrayList<>();
        }
        if (!term.isEmpty()) {
          parts.add(new Token(part, term, List.of()));
        }
        start = i;
      }
    }
    return parts;
  }

  /** Between aB, and between the As of AAb. */
  private static boolean isSeam(String word, int i) {
    char here = word.charAt(i);
    if (!Character.isUpperCase(here)) {
      return false;
    }
    return Character.isLowerCase(word.charAt(i - 1))
        || (i + 1 < word.length()
            && Character.isUpperCase(word.charAt(i - 1))
            && Character.isLowerCase(word.charAt(i + 1)));
  }

  /** Emits each two neighbours of a run of characters that each may be a word; one if alone. */
  private int pairs(int start) {
    int before = -1;
    int i = start;
    while (i < text.length() && isDense(text.codePointAt(i))) {
      int next = i + Character.charCount(text.codePointAt(i));
      if (before >= 0) {
        pair(text.substring(before, next));
      }
      before = i;
      i = next;
    }
    if (before == start) {
      pair(text.substring(start, i));
    }
    return i;
  }

  private void pair(String characters) {
    sink.accept(new Token(characters, characters, List.of()));
  }

  private static boolean isWordPart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isDense(int c) {
    if (c < 0x2E80 || !Character.isLetter(c)) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA;
  }

  /** Not {@code String.toLowerCase}, which makes two characters of some. */
  private static String lower(String word) {
    int first = 0;
    while (first < word.length() && !Character.isUpperCase(word.charAt(first))) {
      first++;
    }
    if (first == word.length()) {
      return word;
    }
    var lower = new StringBuilder(word.length());
    word.codePoints().forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
    return lower.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAsciiLetters(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
        return false;
      }
    }
    return true;
  }
}
