package dev.impresario.core.internal.match;

import java.util.Map;
import java.util.Set;

/**
 * Cuts English words back to their stems, so that <i>reviews</i>, <i>reviewing</i> and
 * <i>reviewed</i> are one: the algorithm that M. F. Porter published as Porter2 (Snowball's
 * English). Regions and steps are called as there.
 *
 * <p>One object stems one word; used by one thread.
 */
final class Stemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("skis", "ski"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("idly", "idl"),
          Map.entry("gently", "gentl"),
          Map.entry("ugly", "ugli"),
          Map.entry("early", "earli"),
          Map.entry("only", "onli"),
          Map.entry("singly", "singl"),
          Map.entry("sky", "sky"),
          Map.entry("news", "news"),
          Map.entry("howe", "howe"),
          Map.entry("atlas", "atlas"),
          Map.entry("cosmos", "cosmos"),
          Map.entry("bias", "bias"),
          Map.entry("andes", "andes"));

  private static final Set<String> INVARIANT_AFTER_PLURALS =
      Set.of("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed");

  private static final String[] LONG_BEGINNINGS = {"gener", "commun", "arsen"};

  // the longest first, since only the longest that a word ends in counts
  private static final String[][] STEP_2 = {
    {"ization", "ize"},
    {"ational", "ate"},
    {"fulness", "ful"},
    {"ousness", "ous"},
    {"iveness", "ive"},
    {"tional", "tion"},
    {"biliti", "ble"},
    {"lessli", "less"},
    {"entli", "ent"},
    {"ation", "ate"},
    {"alism", "al"},
    {"aliti", "al"},
    {"ousli", "ous"},
    {"iviti", "ive"},
    {"fulli", "ful"},
    {"enci", "ence"},
    {"anci", "ance"},
    {"abli", "able"},
    {"izer", "ize"},
    {"ator", "ate"},
    {"alli", "al"},
    {"bli", "ble"},
    {"ogi", "og"},
    {"li", ""}
  };
  private static final String[][] STEP_3 = {
    {"ational", "ate"},
    {"tional", "tion"},
    {"alize", "al"},
    {"icate", "ic"},
    {"iciti", "ic"},
    {"ative", ""},
    {"ical", "ic"},
    {"ness", ""},
    {"ful", ""}
  };
  private static final String[][] STEP_4 = {
    {"ement", ""},
    {"ance", ""},
    {"ence", ""},
    {"able", ""},
    {"ible", ""},
    {"ment", ""},
    {"ant", ""},
    {"ent", ""},
    {"ism", ""},
    {"ate", ""},
    {"iti", ""},
    {"ous", ""},
    {"ive", ""},
    {"ize", ""},
    {"ion", ""},
    {"al", ""},
    {"er", ""},
    {"ic", ""}
  };

  private final StringBuilder word;
  private int r1;
  private int r2;

  private Stemmer(String text) {
    word = new StringBuilder(text);
  }

  /** Returns the stem of a word of the letters a to z. */
  static String stem(String word) {
    if (word.length() <= 2) {
      return word;
    }
    String irregular = IRREGULAR.get(word);
    return irregular != null ? irregular : new Stemmer(word).stem();
  }

  private String stem() {
    markConsonantY();
    findRegions();
    cutPlural();
    if (!INVARIANT_AFTER_PLURALS.contains(word.toString())) {
      cutPast();
      turnY();
      replace(STEP_2, r1);
      replace(STEP_3, r1);
      replace(STEP_4, r2);
      cutLastLetter();
    }
    return word.toString().replace('Y', 'y');
  }

  /** A y that begins the word or follows a vowel is a consonant, written Y. */
  private void markConsonantY() {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == 'y' && (i == 0 || isVowel(i - 1))) {
        word.setCharAt(i, 'Y');
      }
    }
  }

  private void findRegions() {
    r1 = -1;
    for (String beginning : LONG_BEGINNINGS) {
      if (word.indexOf(beginning) == 0) {
        r1 = beginning.length();
      }
    }
    if (r1 < 0) {
      r1 = regionAfter(0);
    }
    r2 = regionAfter(r1);
  }

  /** Returns the place behind the first consonant that follows a vowel. */
  private int regionAfter(int start) {
    for (int i = start + 1; i < word.length(); i++) {
      if (!isVowel(i) && isVowel(i - 1)) {
        return i + 1;
      }
    }
    return word.length();
  }

  private void cutPlural() {
    if (ends("sses")) {
      cut(2);
    } else if (ends("ied") || ends("ies")) {
      cut(word.length() > 4 ? 2 : 1);
    } else if (ends("s") && !ends("us") && !ends("ss") && hasVowel(word.length() - 2)) {
      cut(1);
    }
  }

  private void cutPast() {
    int eed = ends("eedly") ? 5 : ends("eed") ? 3 : 0;
    if (eed > 0) {
      if (word.length() - eed >= r1) {
        cut(eed - 2);
      }
      return;
    }
    int ending = ends("ingly") ? 5 : ends("edly") ? 4 : ends("ing") ? 3 : ends("ed") ? 2 : 0;
    if (ending > 0 && hasVowel(word.length() - ending)) {
      cut(ending);
      mendEnd();
    }
  }

  private void mendEnd() {
    if (ends("at") || ends("bl") || ends("iz") || (!endsDouble() && isShort())) {
      word.append('e');
    } else if (endsDouble()) {
      cut(1);
    }
  }

  private void turnY() {
    int last = word.length() - 1;
    if (last > 1 && (word.charAt(last) == 'y' || word.charAt(last) == 'Y') && !isVowel(last - 1)) {
      word.setCharAt(last, 'i');
    }
  }

  private void replace(String[][] endings, int region) {
    for (String[] ending : endings) {
      if (ends(ending[0])) {
        int start = word.length() - ending[0].length();
        if (start >= region && mayGo(ending[0], start)) {
          word.setLength(start);
          word.append(ending[1]);
        }
        return;
      }
    }
  }

  private boolean mayGo(String ending, int start) {
    char before = start == 0 ? ' ' : word.charAt(start - 1);
    return switch (ending) {
      case "li" -> "cdeghkmnrt".indexOf(before) >= 0;
      case "ogi" -> before == 'l';
      case "ion" -> before == 's' || before == 't';
      case "ative" -> start >= r2;
      default -> true;
    };
  }

  private void cutLastLetter() {
    int last = word.length() - 1;
    if (ends("e")) {
      if (last >= r2 || (last >= r1 && !endsInShortSyllable(last))) {
        cut(1);
      }
    } else if (ends("ll") && last >= r2) {
      cut(1);
    }
  }

  private boolean isShort() {
    return r1 >= word.length() && endsInShortSyllable(word.length());
  }

  /** Whether the letters up to there end in a vowel between consonants, or begin with one. */
  private boolean endsInShortSyllable(int end) {
    if (end < 2 || isVowel(end - 1) || !isVowel(end - 2)) {
      return false;
    }
    return end == 2 || (!isVowel(end - 3) && "wxY".indexOf(word.charAt(end - 1)) < 0);
  }

  private boolean endsDouble() {
    int last = word.length() - 1;
    return last > 0
        && word.charAt(last) == word.charAt(last - 1)
        && "bdfgmnprt".indexOf(word.charAt(last)) >= 0;
  }

  private boolean hasVowel(int end) {
    for (int i = 0; i < end; i++) {
      if (isVowel(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isVowel(int i) {
    return "aeiouy".indexOf(word.charAt(i)) >= 0;
  }

  private boolean ends(String ending) {
    int start = word.length() - ending.length();
    return start >= 0 && word.indexOf(ending, start) == start;
  }

  private void cut(int letters) {
    word.setLength(word.length() - letters);
  }
}
