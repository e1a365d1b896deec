package dev.impresario.core.internal;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentLoadException;
import dev.impresario.AgentMetadata;
import dev.impresario.AgentQuery;
import dev.impresario.Diagnostic;
import dev.impresario.Health;
import dev.impresario.Health.Status;
import dev.impresario.ImpresarioException;
import dev.impresario.LoadResults;
import dev.impresario.Registry;
import dev.impresario.RegistryChange;
import dev.impresario.Resolution;
import dev.impresario.Shortlist;
import dev.impresario.Subscription;
import dev.impresario.core.internal.Refresher.Current;
import dev.impresario.core.internal.live.Listeners;
import dev.impresario.core.internal.monitor.FlightEvents;
import dev.impresario.core.internal.monitor.LoadEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows one immutable snapshot after another. Readers take the current one from a volatile field
 * and never lock.
 */
@Singleton
final class SnapshotRegistry implements Registry {
  private static final int LOAD_ATTEMPTS = 3;

  private final Refresher refresher;
  private final CoalescingPromptCache prompts;
  private final Workers workers;
  private final Rules rules;
  private final Matching matching;
  private final Following following;
  private final Listeners listeners;

  @Inject
  SnapshotRegistry(
      Refresher refresher,
      CoalescingPromptCache prompts,
      Workers workers,
      Following following,
      Listeners listeners,
      Rules rules,
      Matching matching) {
    this.refresher = refresher;
    this.rules = rules;
    this.prompts = prompts;
    this.workers = workers;
    this.following = following;
    this.listeners = listeners;
    this.matching = matching;
  }

  @Override
  public List<AgentMetadata> list() {
    return refresher.snapshot().agents();
  }

  @Override
  public List<AgentMetadata> list(AgentQuery query) {
    return list().stream().filter(query::matches).toList();
  }

  @Override
  public Optional<AgentMetadata> find(String id) {
    Objects.requireNonNull(id, "id");
    return Optional.ofNullable(refresher.snapshot().find(id)).map(Candidate::metadata);
  }

  @Override
  public AgentDefinition load(String id) {
    Objects.requireNonNull(id, "id");
    Candidate candidate = refresher.snapshot().require(id);
    LoadEvent event = FlightEvents.load();
    return event == null || isHeld(candidate) ? load(candidate) : load(candidate, event);
  }

  private boolean isHeld(Candidate candidate) {
    return candidate.pinned() != null || prompts.peek(candidate.key()) != null;
  }

  private AgentDefinition load(Candidate candidate, LoadEvent event) {
    AgentMetadata metadata = candidate.metadata();
    String outcome = "LOAD_FAILED";
    try {
      AgentDefinition loaded = load(candidate);
      metadata = loaded.metadata(); // of the version that it turned out to be
      outcome = "SUCCESS";
      return loaded;
    } finally {
      FlightEvents.end(event, metadata.id(), metadata.version(), outcome);
    }
  }

  private AgentDefinition load(Candidate found) {
    Candidate candidate = found;
    String prompt = null;
    for (int attempt = 1; ; attempt++) {
      try {
        return new AgentDefinition(
            candidate.metadata(), prompt != null ? prompt : prompt(candidate));
      } catch (IOException e) {
        if (isOwnInterrupt(e)) {
          throw new AgentLoadException(candidate.metadata(), "interrupted while it was read", e);
        }
        if (attempt == LOAD_ATTEMPTS) {
          throw failed(candidate, e);
        }
      }
      Current current = reread(candidate);
      candidate = current.candidate();
      prompt = current.prompt();
    }
  }

  private String prompt(Candidate candidate) throws IOException {
    if (candidate.pinned() != null) {
      return candidate.pinned();
    }
    if (candidate.broken() != null) {
      throw new IOException(candidate.broken().toString());
    }
    try {
      return prompts.get(candidate.key(), candidate);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another thread was loading it", e);
    }
  }

  /** An interrupt of our own ends a load; that of a caller we shared a load with does not. */
  private static boolean isOwnInterrupt(IOException e) {
    return Thread.currentThread().isInterrupted() && !(e instanceof ChangedSinceScanException);
  }

  private Current reread(Candidate candidate) {
    try {
      return refresher.reread(candidate);
    } catch (IOException e) {
      if (isOwnInterrupt(e)) {
        throw new AgentLoadException(candidate.metadata(), "interrupted while it was read", e);
      }
      return new Current(
          candidate, null); // it may be readable the next time; the last attempt says why it is not
    }
  }

  private static AgentLoadException failed(Candidate candidate, IOException e) {
    String reason =
        candidate.broken() != null
            ? candidate.broken().toString()
            : "attempt %d failed: %s".formatted(LOAD_ATTEMPTS, e);
    return new AgentLoadException(candidate.metadata(), reason, e);
  }

  @Override
  public CompletableFuture<AgentDefinition> loadAsync(String id) {
    Objects.requireNonNull(id, "id");
    return workers.submit(() -> load(id));
  }

  @Override
  public LoadResults loadAll(Collection<String> ids) {
    List<String> wanted = List.copyOf(new LinkedHashSet<>(ids));
    var loaded = new LinkedHashMap<String, AgentDefinition>();
    var failed = new LinkedHashMap<String, ImpresarioException>();
    for (Loaded result : loadEach(wanted)) {
      if (result.definition() != null) {
        loaded.put(result.id(), result.definition());
      } else {
        failed.put(result.id(), Objects.requireNonNull(result.failure()));
      }
    }
    return new LoadResults(loaded, failed);
  }

  private List<Loaded> loadEach(List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try {
      return workers.map(ids, this::loaded);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImpresarioException("interrupted while loading %d agents".formatted(ids.size()), e);
    }
  }

  private Loaded loaded(String id) {
    try {
      return new Loaded(id, load(id), null);
    } catch (ImpresarioException e) {
      return new Loaded(id, null, e);
    }
  }

  private record Loaded(
      String id, @Nullable AgentDefinition definition, @Nullable ImpresarioException failure) {}

  @Override
  public Resolution explain(String id) {
    Objects.requireNonNull(id, "id");
    Snapshot snapshot = refresher.snapshot();
    List<Resolution.Candidate> candidates =
        new Explanation(snapshot.candidates(id), snapshot.refused(id), rules.precedence())
            .candidates();
    return new Resolution(
        id,
        candidates,
        snapshot.diagnostics().stream().filter(d -> concerns(d, id, candidates)).toList());
  }

  /** A file that offers the id, or that would by its name if it could be read. */
  private static boolean concerns(
      Diagnostic diagnostic, String id, List<Resolution.Candidate> candidates) {
    String path = diagnostic.path();
    if (path == null) {
      return false;
    }
    return (diagnostic.isError() && FileNames.says(path, id))
        || candidates.stream()
            .map(candidate -> candidate.metadata().origin())
            .anyMatch(o -> o.path().equals(path) && o.source().equals(diagnostic.source()));
  }

  @Override
  public List<Diagnostic> diagnostics() {
    return refresher.findings();
  }

  @Override
  public RegistryChange refresh() {
    return refresher.refresh();
  }

  @Override
  public Shortlist match(String work, int limit) {
    return matching.match(work, limit);
  }

  @Override
  public Subscription onChange(Consumer<RegistryChange> listener) {
    Subscription subscription = listeners.add(listener);
    following.start(); // changes are to be noticed even if nobody looks anything up
    return subscription;
  }

  /** Returns an agent if it is known already, without a look at any source; else null. */
  @Nullable AgentMetadata known(String id) {
    Snapshot snapshot = refresher.current();
    Candidate candidate = snapshot == null ? null : snapshot.find(id);
    return candidate == null ? null : candidate.metadata();
  }

  /** Returns how the registry is, without a look at any source. */
  Health.Part health() {
    Snapshot snapshot = refresher.current();
    String trouble = following.trouble();
    Health.Part offer =
        snapshot == null
            ? new Health.Part("registry", Status.UP, "not used yet")
            : health(snapshot);
    return trouble == null
        ? offer
        : new Health.Part(offer.name(), Status.DEGRADED, offer.reason() + "; " + trouble);
  }

  private static Health.Part health(Snapshot snapshot) {
    long errors = snapshot.diagnostics().stream().filter(Diagnostic::isError).count();
    int agents = snapshot.agents().size();
    String offer = "%,d %s on offer".formatted(agents, agents == 1 ? "agent" : "agents");
    return new Health.Part(
        "registry",
        errors == 0 ? Status.UP : Status.DEGRADED,
        errors == 0
            ? offer
            : "%s, %,d %s in files or sources; diagnostics() says which"
                .formatted(offer, errors, errors == 1 ? "error" : "errors"));
  }
}
