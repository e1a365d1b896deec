package dev.impresario.core.internal.match;

import dev.impresario.Match;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** Ranks the documents of an index for one piece of work. Used by one thread. */
final class Scoring {
  /** How many times the score of the second the best must have to be clearly better. */
  static final double CLEAR_LEAD = 1.5;

  /** Which part of the work, by rarity, the best must have, unless it has much. */
  static final double ENOUGH_OF_THE_WORK = 0.4;

  /** How much that must be, in terms that one agent alone has. */
  static final double ENOUGH = 0.4;

  /** How many such terms will do, whatever part of the work they are. */
  static final double MUCH = 3;

  private static final int MOST_REASONS = 10;

  private final Index index;
  private final Query query;
  private final float[] scores;

  Scoring(Index index, String work) {
    this.index = index;
    query = Query.of(work, index);
    scores = new float[index.size()];
    for (Query.Term term : query.terms()) {
      index.addTo(scores, term.number(), term.weight());
    }
  }

  /** Documents are numbered by id, so equals are in order if the lower number comes first. */
  Ranking ranking(int limit) {
    List<Integer> best = best(Math.max(2, limit));
    List<Ranked> ranked = best.stream().limit(limit).map(this::ranked).toList();
    return new Ranking(ranked, isClear(best));
  }

  private List<Integer> best(int limit) {
    Comparator<Integer> worstFirst =
        (some, other) ->
            scores[some] == scores[other]
                ? Integer.compare(other, some)
                : Float.compare(scores[some], scores[other]);
    var best = new PriorityQueue<Integer>(worstFirst);
    for (int document = 0; document < scores.length; document++) {
      if (scores[document] > 0 && (best.size() < limit || isBetter(document, best))) {
        best.add(document);
        if (best.size() > limit) {
          best.remove();
        }
      }
    }
    var inOrder = new ArrayList<>(best);
    inOrder.sort(worstFirst.reversed());
    return inOrder;
  }

  private boolean isBetter(int document, PriorityQueue<Integer> best) {
    return scores[document] > scores[best.element()];
  }

  private boolean isClear(List<Integer> best) {
    if (best.isEmpty()) {
      return false;
    }
    double second = best.size() < 2 ? 0 : scores[best.get(1)];
    return scores[best.get(0)] >= CLEAR_LEAD * second && hasEnoughOfTheWork(best.get(0));
  }

  /** One common word, or a few of many, do not show that an agent suits. */
  private boolean hasEnoughOfTheWork(int document) {
    double found = 0;
    for (Query.Term term : query.terms()) {
      found += index.worth(document, term.number()) > 0 ? term.rarity() : 0;
    }
    double terms = found / index.highestRarity();
    return terms >= MUCH || (terms >= ENOUGH && found >= ENOUGH_OF_THE_WORK * query.rarity());
  }

  private Ranked ranked(int document) {
    Document found = index.document(document);
    List<Match.Reason> reasons =
        query.terms().stream()
            .filter(term -> found.counts(term.number()) != 0)
            .sorted(Comparator.comparingDouble((Query.Term term) -> -worth(document, term)))
            .filter(distinctWord())
            .limit(MOST_REASONS)
            .map(term -> new Match.Reason(term.word(), fields(found, term)))
            .toList();
    return new Ranked(found.id(), scores[document], reasons);
  }

  /** One word may have led to several terms; the one that counts most stands for them. */
  private static Predicate<Query.Term> distinctWord() {
    var seen = new HashSet<String>();
    return term -> seen.add(term.word());
  }

  private double worth(int document, Query.Term term) {
    return term.weight() * index.worth(document, term.number());
  }

  private static List<String> fields(Document document, Query.Term term) {
    return Field.names(document.counts(term.number()));
  }
}
