package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.ImpresarioException;
import dev.impresario.Shortlist;
import dev.impresario.core.internal.match.Headings;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has a selector follow the snapshots, and asks it.
 *
 * <p>Nothing is done before the first question, which reads all prompts. From then on the selector
 * is told what differs between the snapshot that it knows and the current one, by whoever asks
 * first; those who ask meanwhile are answered by what it knew before. Safe for use by many threads.
 */
@Singleton
final class Matching {
  private static final int LONGEST_WORK = 10_000;
  private static final int OPENING = 2_500;

  private final Refresher refresher;
  private final Workers workers;
  private final Selection selection;

  // Held while the selector, which is foreign code, is told: only those wait who cannot be answered
  // without, and who would wait for the same.
  private final ReentrantLock turn = new ReentrantLock();

  /** What the selector knows; null before it was told anything. Written under the lock. */
  private volatile @Nullable Twins known;

  @Inject
  Matching(Refresher refresher, Workers workers, AgentSelector selector) {
    this.refresher = refresher;
    this.workers = workers;
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
    if (before != null && before.snapshot() == current) {
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

  private void awaitTurn() {
    try {
      turn.lockInterruptibly();
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
      return before;
    }
    List<Candidate> changed = changed(before == null ? null : before.snapshot(), current);
    List<String> removed = before == null ? List.of() : removed(before.snapshot(), current);
    if (!changed.isEmpty() || !removed.isEmpty() || before == null) {
      selection.update(profiles(changed), removed);
    }
    var now = new Twins(current);
    known = now;
    return now;
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

  private List<AgentProfile> profiles(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    try {
      return workers.map(candidates, Matching::profile);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Reads past the prompt cache: this is no use of a prompt, and would push others out. */
  private static AgentProfile profile(Candidate candidate) {
    try {
      String prompt = candidate.pinned();
      if (prompt == null) {
        prompt = candidate.broken() == null ? candidate.readPrompt() : "";
      }
      return new AgentProfile(candidate.metadata(), Headings.of(prompt), opening(prompt));
    } catch (IOException e) {
      return new AgentProfile(candidate.metadata(), List.of(), ""); // a refresh brings it anew
    }
  }

  private static String opening(String prompt) {
    return prompt.length() > OPENING ? prompt.substring(0, OPENING) : prompt;
  }

  private static ImpresarioException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ImpresarioException("interrupted while agents were read to match them", e);
  }
}
