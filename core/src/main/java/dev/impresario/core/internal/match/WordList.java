package dev.impresario.core.internal.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of English words beforehand, read when the first work comes. */
final class WordList {
  private static final Set<String> COMMON = new HashSet<>();
  private static final Map<String, List<String>> RELATED = new HashMap<>();

  static {
    for (String line : lines("common-words.txt")) {
      COMMON.addAll(terms(line));
    }
    for (String line : lines("related-words.txt")) {
      int arrow = line.indexOf('>');
      Set<String> meant = terms(line.substring(arrow + 1));
      terms(line.substring(0, arrow)).forEach(said -> relate(said, meant));
    }
  }

  private WordList() {}

  /** Returns whether a term is of everyday English. */
  static boolean isCommon(String term) {
    return COMMON.contains(term);
  }

  /** Returns the terms that those may be described by who are good at what this term is about. */
  static List<String> related(String term) {
    return RELATED.getOrDefault(term, List.of());
  }

  private static void relate(String said, Set<String> meant) {
    List<String> known = RELATED.computeIfAbsent(said, term -> new ArrayList<>(4));
    meant.stream().filter(term -> !term.equals(said) && !known.contains(term)).forEach(known::add);
  }

  private static Set<String> terms(String line) {
    var terms = new LinkedHashSet<String>();
    Tokenizer.tokenize(line, token -> terms.add(token.term()));
    return terms;
  }

  private static List<String> lines(String file) {
    try (InputStream content = requireNonNull(WordList.class.getResourceAsStream(file), file)) {
      String text = new String(content.readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
