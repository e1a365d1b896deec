package dev.impresario.core.internal.match;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The terms of a piece of work that an index knows, and how much there is beside them. Immutable.
 *
 * @param terms those that it knows, in the order of the work, and then those that are related
 * @param rarity how rare all terms of the work are together, those that it does not know included
 */
record Query(List<Term> terms, double rarity) {
  private static final int MOST_TERMS = 500;
  private static final float SATURATION = 1.2f;
  private static final double COMMON = 0.3;
  private static final double FEW = 3;
  private static final double RELATED = 0.4;
  private static final double RELATED_TO_COMMON = 0.15;

  /**
   * A term.
   *
   * @param word the word of the work that it is or is related to, as the work has it
   * @param number what the index calls it
   * @param rarity how rare it is; less if it is of everyday English, or related only
   * @param weight its rarity, and somewhat more if the work repeats it
   */
  record Term(String word, int number, double rarity, float weight) {

    /** Returns the term with a part of what it lacks to the rarity that it has if it is said. */
    private Term nearer(double said, double part) {
      double nearer = rarity + part * (said - rarity);
      return new Term(word, number, nearer, (float) nearer);
    }
  }

  static Query of(String work, Index index) {
    Map<String, Count> counts = new LinkedHashMap<>();
    Tokenizer.tokenize(work, token -> add(token, index, counts));
    var terms = new ArrayList<Term>();
    double sum = 0;
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      Integer number = index.number(entry.getKey());
      double rarity = number == null ? index.highestRarity() : index.rarity(number);
      rarity *= WordList.isCommon(entry.getKey()) ? COMMON : 1;
      sum += rarity;
      if (number != null) {
        terms.add(entry.getValue().term(number, rarity));
      }
    }
    addRelated(counts, index, terms);
    return new Query(terms, sum);
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

  /** Each once; it counts for more the more words of the work are related to it. */
  private static void addRelated(Map<String, Count> counts, Index index, List<Term> terms) {
    Map<Integer, Term> related = new LinkedHashMap<>();
    counts.forEach(
        (said, count) -> {
          double part = part(said);
          for (String meant : WordList.related(said)) {
            Integer number = counts.containsKey(meant) ? null : index.number(meant);
            if (number != null) {
              Term known = related.getOrDefault(number, new Term(count.word, number, 0, 0));
              related.put(number, known.nearer(index.rarity(number), part));
            }
          }
        });
    terms.addAll(related.values());
  }

  /** The more a word may mean, and the more common it is, the less each of that is meant by it. */
  private static double part(String said) {
    double meanings = Math.max(1, WordList.related(said).size() / FEW);
    return (WordList.isCommon(said) ? RELATED_TO_COMMON : RELATED) / Math.sqrt(meanings);
  }

  /** A word of the work and how often it is there. */
  private static final class Count {
    private final String word;
    private int times = 1;

    Count(String word) {
      this.word = word;
    }

    Term term(int number, double rarity) {
      float weight = (float) rarity * (SATURATION + 1) * times / (SATURATION + times);
      return new Term(word, number, rarity, weight);
    }
  }
}
