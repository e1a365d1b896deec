package dev.impresario.tck;

import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What authors of selectors get wrong. */
final class SelectorFaults {

  private SelectorFaults() {}

  private static Fault fault(
      String what, Supplier<AgentSelector> maker, String rule, String words) {
    return new Fault(what, new SharedWordsProvider(maker), rule, words);
  }

  /** Changes what a right one ranks. */
  private interface Change {
    Ranking of(Ranking right, String work, int limit, SharedWords selector);
  }

  private static Fault ranking(String what, Change change, String rule, String words) {
    return fault(
        what,
        () ->
            new SharedWords() {
              @Override
              public Ranking rank(String work, int limit) {
                return change.of(super.rank(work, limit), work, limit, this);
              }
            },
        rule,
        words);
  }

  private static Ranking with(Ranking right, List<Ranked> agents) {
    return new Ranking(agents, right.decided());
  }

  private static Ranked scored(Ranked ranked, double score) {
    return new Ranked(ranked.id(), score, ranked.reasons());
  }

  static List<Fault> all() {
    var faults = new ArrayList<Fault>();
    addOfRanking(faults);
    addOfDeciding(faults);
    addOfFollowing(faults);
    addOfTheEnd(faults);
    return faults;
  }

  private static void addOfRanking(List<Fault> faults) {
    faults.add(
        ranking(
            "knows no gardens",
            (right, work, limit, selector) ->
                with(
                    right,
                    work.contains("hedges") && selector.agents.containsKey("gardener")
                        ? List.of()
                        : right.agents()),
            "rank_ofAnAgentsOwnDescription_findsItFirst",
            "whose very own description is the work"));
    faults.add(
        ranking(
            "gives all it has",
            (right, work, limit, selector) ->
                limit == 1 && selector.agents.containsKey("gardener")
                    ? selector.rank(work, 10)
                    : right,
            "rank_givesAtMostTheLimit",
            "no more agents than asked for"));
    faults.add(
        ranking(
            "finds one twice",
            (right, work, limit, selector) -> {
              var twice = new ArrayList<>(right.agents());
              if (!twice.isEmpty() && limit > twice.size() && limit < 100) {
                twice.add(twice.get(twice.size() - 1));
              }
              return with(right, twice);
            },
            "rank_givesEachAgentOnce_andNoOther",
            "must give each agent once"));
    faults.add(
        ranking(
            "divides by zero",
            (right, work, limit, selector) ->
                with(
                    right,
                    right.agents().stream().map(one -> scored(one, one.score() / 0)).toList()),
            "rank_givesScoresThatAreNumbers",
            "scores that are numbers"));
    faults.add(
        ranking(
            "orders equals as they come",
            (right, work, limit, selector) -> {
              var agents = new ArrayList<>(right.agents());
              if (agents.size() > 2 && agents.get(0).score() == agents.get(1).score()) {
                Collections.swap(agents, 0, 1);
              }
              return with(right, agents);
            },
            "rank_ordersByScore_andEqualsById",
            "of equal scores the lower id"));
    faults.add(
        fault(
            "finds less the second time",
            () ->
                new SharedWords() {
                  private final Set<String> asked = new HashSet<>();

                  @Override
                  public Ranking rank(String work, int limit) {
                    Ranking right = super.rank(work, limit);
                    return limit == 10 && !asked.add(work)
                        ? with(right, right.agents().subList(1, right.agents().size()))
                        : right;
                  }
                },
            "rank_ofTheSameWork_givesTheSame",
            "the same for the same work"));
    faults.add(
        ranking(
            "takes the work for a pattern",
            (right, work, limit, selector) -> {
              if (work.contains("[")) {
                throw new IllegalArgumentException("unclosed");
              }
              return right;
            },
            "rank_ofAnyText_throwsNothing",
            "whatever the text"));
    faults.add(
        ranking(
            "has decided for nobody",
            (right, work, limit, selector) ->
                selector.agents.isEmpty() ? new Ranking(List.of(), true) : right,
            "rank_whereNobodyIsKnown_findsNobody",
            "must not have decided"));
  }

  private static void addOfDeciding(List<Fault> faults) {
    faults.add(
        ranking(
            "decides when one is asked for",
            (right, work, limit, selector) ->
                new Ranking(right.agents(), limit == 1 || right.decided()),
            "decided_doesNotDependOnTheLimit",
            "must look at the second best"));
    faults.add(
        ranking(
            "always decides",
            (right, work, limit, selector) ->
                new Ranking(right.agents(), !right.agents().isEmpty()),
            "decided_betweenTwoThatAreAlike_isFalse",
            "must not decide between two"));
  }

  private static void addOfFollowing(List<Fault> faults) {
    faults.add(
        fault(
            "keeps the first it was told of an agent",
            () ->
                new SharedWords() {
                  @Override
                  public void update(Collection<AgentProfile> changed, Collection<String> removed) {
                    changed.forEach(one -> agents.putIfAbsent(one.metadata().id(), one));
                    removed.forEach(agents::remove);
                  }
                },
            "update_ofAnAgentThatChanged_isRankedByWhatItIsNow",
            "must replace what was known"));
    faults.add(
        fault(
            "forgets nobody while nobody comes",
            () ->
                new SharedWords() {
                  @Override
                  public void update(Collection<AgentProfile> changed, Collection<String> removed) {
                    boolean forgets = !changed.isEmpty() || !removed.contains("gardener");
                    super.update(changed, forgets ? removed : List.of());
                  }
                },
            "update_ofAnAgentThatIsGone_findsItNoMore",
            "must forget who is gone"));
    faults.add(
        fault(
            "takes an agent that comes again for gone",
            () ->
                new SharedWords() {
                  @Override
                  public void update(Collection<AgentProfile> changed, Collection<String> removed) {
                    boolean again =
                        changed.size() == 1
                            && changed.iterator().next().equals(agents.get("gardener"));
                    super.update(
                        again ? List.of() : changed, again ? List.of("gardener") : removed);
                  }
                },
            "update_withTheSameAgain_changesNothing",
            "must take the same again"));
    faults.add(
        fault(
            "works for the thread that asks first",
            () ->
                new SharedWords() {
                  private final AtomicReference<@Nullable Thread> first = new AtomicReference<>();

                  @Override
                  public Ranking rank(String work, int limit) {
                    first.compareAndSet(null, Thread.currentThread());
                    return Thread.currentThread().equals(first.get())
                        ? super.rank(work, limit)
                        : new Ranking(List.of(), false);
                  }
                },
            "rank_whileAnotherThreadUpdates_seesTheOthersAsTheyAre",
            "while another thread is in update(...)"));
  }

  private static void addOfTheEnd(List<Fault> faults) {
    faults.add(
        fault(
            "closes what is closed",
            () ->
                new SharedWords() {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  public void close() {
                    if (closed.getAndSet(true)) {
                      throw new IllegalStateException("closed");
                    }
                  }
                },
            "close_twice_doesNothingMore",
            "when it is called again"));
    faults.add(
        fault(
            "leaves a thread behind",
            () ->
                new SharedWords() {
                  @Override
                  public Ranking rank(String work, int limit) {
                    if (Thread.currentThread().getThreadGroup().getName().equals("contract")) {
                      Lingering.start();
                    }
                    return super.rank(work, limit);
                  }
                },
            "close_leavesNoThreadBehind",
            "must end the threads"));
  }
}
