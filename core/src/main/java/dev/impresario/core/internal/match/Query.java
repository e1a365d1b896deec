package dev.impresario.core.internal.match;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The terms of a piece of work that an index knows, and how much there is beside them. Immutable.
 *
 * @param terms those that it knows, in the order of the work
 * @param rarity how rare all terms of the work are together, those that it does not know included
 */
record Query(List<Term> terms, double rarity) {
  private static final int MOST_TERMS = 500;
  private static final float SATURATION = 1.2f;

  /**
   * A term.
   *
   * @param word as the work has it
   * @param number what the index calls it
   * @param rarity how rare it is
   * @param weight its rarity, and somewhat more if the work repeats it
   */
  record Term(String word, int number, double rarity, float weight) {}

  static Query of(String work, Index index) {
    Map<String, Count> counts = new LinkedHashMap<>();
    Tokenizer.tokenize(work, token -> add(token, index, counts));
    var terms = new ArrayList<Term>();
    double rarity = 0;
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      Integer number = index.number(entry.getKey());
      double rare = number == null ? index.highestRarity() : index.rarity(number);
      rarity += rare;
      if (number != null) {
        terms.add(new Term(entry.getValue().word, number, rare, entry.getValue().weight(rare)));
      }
    }
    return new Query(terms, rarity);
  }

  /** What is written LikeThis stands for its parts if nobody has it as it is. */
  private static void add(Token token, Index index, Map<String, Count> counts) {
    if (token.parts().isEmpty() || index.number(token.term()) != null) {
      count(token, counts);
    } else {
      token.parts().forEach(part -> count(part, counts));
    }
  }

  private static void count(Token token, Map<String, Count> counts) {
    Count known = counts.get(token.term());
    if (known != null) {
      known.times++;
    } else if (counts.size() < MOST_TERMS && !token.term().isEmpty()) {
      counts.put(token.term(), new Count(token.word()));
    }
  }

  /** A word of the work and how often it is there. */
  private static final class Count {
    private final String word;
    private int times = 1;

    Count(String word) {
      this.word = word;
    }

    float weight(double rarity) {
      return (float) rarity * (SATURATION + 1) * times / (SATURATION + times);
    }
  }
}
