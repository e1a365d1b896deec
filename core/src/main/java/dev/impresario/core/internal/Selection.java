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

  /**
   * Returns who is best of those that are on offer, of twins of one source the best alone.
   *
   * <p>A selector knows nothing of trust, so here is judged for whom it may decide.
   */
  Shortlist of(String work, int limit, Snapshot snapshot, Twins twins) {
    int all = Math.max(1, snapshot.agents().size());
    int asked = Math.min(limit, all);
    while (true) {
      Ranking ranking = rank(work, asked);
      Places places = places(ranking, limit, snapshot, twins);
      boolean whole = asked == all || ranking.agents().size() < asked;
      if (whole || twins.isNone() || (places.isFull() && !places.isInDoubt())) {
        List<Match> matches = places.matches();
        Supplier<Ranking> everybody = () -> whole ? ranking : rank(work, all);
        return new Shortlist(matches, decided(ranking, matches, snapshot, everybody));
      }
      asked = (int) Math.min(4L * asked, all); // some places were taken by twins
    }
  }

  private Ranking rank(String work, int limit) {
    return guarded("rank", () -> selector.rank(work, limit));
  }

  private Places places(Ranking ranking, int limit, Snapshot snapshot, Twins twins) {
    var places = new Places(limit, twins, offered(ranking, snapshot));
    double last = Double.POSITIVE_INFINITY;
    for (Ranked ranked : ranking.agents()) {
      requireFalling(last, ranked.score());
      last = ranked.score();
      Candidate candidate = snapshot.find(ranked.id());
      if (candidate != null && !places.isFull()) {
        places.offer(candidate, ranked);
      }
    }
    return places;
  }

  private static List<Candidate> offered(Ranking ranking, Snapshot snapshot) {
    var offered = new ArrayList<Candidate>();
    for (Ranked ranked : ranking.agents()) {
      Candidate candidate = snapshot.find(ranked.id());
      if (candidate != null) {
        offered.add(candidate);
      }
    }
    return offered;
  }

  /** Only if the one that was meant is still on offer, and nobody has more right to be chosen. */
  private static Optional<AgentMetadata> decided(
      Ranking ranking, List<Match> matches, Snapshot snapshot, Supplier<Ranking> everybody) {
    if (!ranking.decided() || matches.isEmpty()) {
      return Optional.empty();
    }
    AgentMetadata best = matches.get(0).agent();
    boolean isMeant = best.id().equals(ranking.agents().get(0).id());
    return isMeant && !isOutranked(snapshot.require(best.id()), snapshot, everybody)
        ? Optional.of(best)
        : Optional.empty();
  }

  /**
   * Whether an agent of a protected source suits the work too, and is trusted more. How much better
   * the best suits does not count: that is for its author to say.
   */
  private static boolean isOutranked(
      Candidate best, Snapshot snapshot, Supplier<Ranking> everybody) {
    var standing = new Standing(snapshot);
    return standing.mayBeOutranked(best)
        && offered(everybody.get(), snapshot).stream()
            .anyMatch(other -> standing.outranks(other, best));
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
