package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.ImpresarioException;
import dev.impresario.Shortlist;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has a selector follow the snapshots, and asks it.
 *
 * <p>Nothing is done before the first question, which reads all prompts that can be read within a
 * few seconds; the others go by their metadata until they are. From then on the selector is told
 * what differs between the snapshot that it knows and the current one, by whoever asks first; those
 * who ask meanwhile are answered by what it knew before. Safe for use by many threads.
 */
@Singleton
final class Matching {
  private static final int LONGEST_WORK = 10_000;
  private static final long GLANCE_MILLIS = 50;

  private final Refresher refresher;
  private final Readings readings; // used in turn
  private final Selection selection;

  // Held while the selector, which is foreign code, is told: only those wait who cannot be answered
  // without, and who would wait for the same.
  private final ReentrantLock turn = new ReentrantLock();

  /** What the selector knows; null before it was told anything. Written under the lock. */
  private volatile @Nullable Twins known;

  @Inject
  Matching(Refresher refresher, Workers workers, AgentSelector selector) {
    this.refresher = refresher;
    this.readings = new Readings(workers, refresher::snapshot);
    this.selection = new Selection(selector);
  }

  Shortlist match(String work, int limit) {
    Objects.requireNonNull(work, "work");
    if (limit < 1) {
      throw new IllegalArgumentException("a shortlist has at least 1 place, not " + limit);
    }
    Snapshot current = refresher.snapshot(); // an engine that is closed says so, whatever is asked
    String asked = work.length() > LONGEST_WORK ? work.substring(0, LONGEST_WORK) : work;
    if (asked.isBlank()) {
      return new Shortlist(List.of(), Optional.empty());
    }
    Twins twins = upToDate(current);
    return selection.of(asked, limit, refresher.snapshot(), twins);
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot is what it is
  private Twins upToDate(Snapshot current) {
    Twins before = known;
    if (before != null && before.snapshot() == current && !readings.isDue()) {
      return before;
    }
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a selector must not ask for what it is being told");
    }
    if (before != null && !turn.tryLock()) {
      return before; // somebody is at it
    }
    if (before == null) {
      awaitTurn();
    }
    try {
      return follow();
    } finally {
      turn.unlock();
    }
  }

  /** In glances, since the close wakes nobody. */
  private void awaitTurn() {
    try {
      do {
        refresher.snapshot(); // refused once the engine is closed
      } while (!turn.tryLock(GLANCE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Tells the selector of the snapshot that is current now, which may be a later one. */
  @SuppressWarnings("ReferenceEquality")
  private Twins follow() {
    Snapshot current = refresher.snapshot();
    Twins before = known;
    if (before != null && before.snapshot() == current) {
      if (readings.isDue()) {
        tell(List.of(), List.of(), current, false);
      }
      return before;
    }
    List<Candidate> changed = changed(before == null ? null : before.snapshot(), current);
    List<String> removed = before == null ? List.of() : removed(before.snapshot(), current);
    tell(changed, removed, current, before == null);
    var now = new Twins(current);
    known = now;
    return now;
  }

  private void tell(
      List<Candidate> changed, List<String> removed, Snapshot current, boolean first) {
    List<AgentProfile> profiles = profiles(changed, current);
    if (first || !profiles.isEmpty() || !removed.isEmpty()) {
      selection.update(profiles, removed);
    }
    readings.told();
  }

  @SuppressWarnings("ReferenceEquality") // what did not change is the same object
  private static List<Candidate> changed(@Nullable Snapshot before, Snapshot current) {
    var changed = new ArrayList<Candidate>();
    for (AgentMetadata agent : current.agents()) {
      Candidate candidate = current.require(agent.id());
      if (before == null || before.find(agent.id()) != candidate) {
        changed.add(candidate);
      }
    }
    return changed;
  }

  private static List<String> removed(Snapshot before, Snapshot current) {
    var kept = new HashSet<String>();
    current.agents().forEach(agent -> kept.add(agent.id()));
    return before.agents().stream()
        .map(AgentMetadata::id)
        .filter(id -> !kept.contains(id))
        .toList();
  }

  private List<AgentProfile> profiles(List<Candidate> changed, Snapshot current) {
    try {
      return readings.of(changed, current);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ImpresarioException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ImpresarioException("interrupted while agents were read to match them", e);
  }
}
