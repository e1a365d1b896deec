package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.ImpresarioException;
import dev.impresario.Match;
import dev.impresario.SafeText;
import dev.impresario.Shortlist;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a selector, and takes nothing it says on trust. What it throws becomes an exception of ours
 * that names its class and never quotes it, since its message may hold the work. Safe for use by
 * many threads.
 */
final class Selection {
  private final AgentSelector selector;

  Selection(AgentSelector selector) {
    this.selector = selector;
  }

  void update(List<AgentProfile> changed, List<String> removed) {
    guarded(
        "update",
        () -> {
          selector.update(changed, removed);
          return true;
        });
  }

  /** Returns who is best of those that are on offer, and of twins the best alone. */
  Shortlist of(String work, int limit, Snapshot snapshot, Twins twins) {
    int all = Math.max(1, snapshot.agents().size());
    int asked = Math.min(limit, all);
    while (true) {
      int most = asked;
      Ranking ranking = guarded("rank", () -> selector.rank(work, most));
      List<Match> matches = matches(ranking, limit, snapshot, twins);
      boolean complete = matches.size() == limit || ranking.agents().size() < asked;
      if (complete || asked == all || twins.isNone()) {
        return new Shortlist(matches, decided(ranking, matches));
      }
      asked = (int) Math.min(4L * asked, all); // some places were taken by twins
    }
  }

  private List<Match> matches(Ranking ranking, int limit, Snapshot snapshot, Twins twins) {
    var matches = new ArrayList<Match>();
    var seen = new HashSet<String>();
    double last = Double.POSITIVE_INFINITY;
    for (Ranked ranked : ranking.agents()) {
      requireFalling(last, ranked.score());
      last = ranked.score();
      Candidate candidate = snapshot.find(ranked.id());
      if (candidate != null && matches.size() < limit) {
        AgentMetadata agent = candidate.metadata();
        List<String> others = twins.of(agent);
        if (seen.add(agent.id()) && others.stream().noneMatch(seen::contains)) {
          matches.add(new Match(agent, last, ranked.reasons(), others));
        }
      }
    }
    return matches;
  }

  /** Only if the one that was meant is still on offer. */
  private static Optional<AgentMetadata> decided(Ranking ranking, List<Match> matches) {
    boolean isFirst =
        ranking.decided()
            && !matches.isEmpty()
            && matches.get(0).agent().id().equals(ranking.agents().get(0).id());
    return isFirst ? Optional.of(matches.get(0).agent()) : Optional.empty();
  }

  private void requireFalling(double before, double score) {
    if (!Double.isFinite(score)) {
      throw wrong("gave a score that is no number");
    }
    if (score > before) {
      throw wrong("gave agents that are not in the order of their scores");
    }
  }

  private <T> T guarded(String method, Supplier<@Nullable T> call) {
    @Nullable T result;
    try {
      result = call.get();
    } catch (ImpresarioException e) {
      throw e; // made for people
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw new ImpresarioException(
          "the selector %s failed in %s with %s; see the cause, or choose another with selector"
              .formatted(name(), method, e.getClass().getName()),
          e);
    }
    if (result == null) {
      throw wrong("returned null from " + method);
    }
    return result;
  }

  private ImpresarioException wrong(String what) {
    return new ImpresarioException(
        "the selector %s %s; this is its bug, so choose another with selector"
            .formatted(name(), what));
  }

  private String name() {
    return SafeText.escape(selector.getClass().getName());
  }
}
