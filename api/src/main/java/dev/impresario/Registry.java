package dev.impresario;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The agents on offer: the merged, current view of all sources.
 *
 * <p>Safe for use by many threads. Each call sees one consistent snapshot and never waits for a
 * {@link #refresh} under way; only the first call of all waits for the first scan. After the engine
 * is closed, every call throws {@link IllegalStateException}.
 */
public interface Registry {

  /** Returns every agent, sorted by id. */
  List<AgentMetadata> list();

  /** Returns the agents that meet the query, sorted by id. */
  List<AgentMetadata> list(AgentQuery query);

  /** Returns the agent of this id, or empty if no source offers it or the rules refuse it. */
  Optional<AgentMetadata> find(String id);

  /**
   * Returns the agent with its prompt, through the prompt cache. If the file has changed since the
   * last scan it is read anew, so metadata and prompt are always of one version.
   *
   * @throws AgentNotFoundException if no source offers the id, or the rules refuse it
   * @throws AgentLoadException if the file cannot be read, or not in any good version; also if the
   *     thread is interrupted while it loads, with the interrupt kept
   * @throws ImpresarioException if the thread is interrupted while it waits for the first scan,
   *     with the interrupt kept
   */
  AgentDefinition load(String id);

  /**
   * Loads on a thread of the engine. The future fails as {@link #load} throws, with {@link
   * IllegalStateException} once the engine is closed, or with {@link ImpresarioException} if 10,000
   * loads are waiting already.
   */
  CompletableFuture<AgentDefinition> loadAsync(String id);

  /** Loads several agents in parallel; one that cannot be loaded does not harm the others. */
  LoadResults loadAll(Collection<String> ids);

  /**
   * Returns the agents that suit a piece of work best, and what they were found by. The first call
   * reads every prompt for its headings; later ones read what has changed.
   *
   * @param work what is to be done, in the caller's words; of a long text the first 10,000
   *     characters count; blank work suits nobody
   * @param limit how many at most, from 1
   * @throws ImpresarioException if the selector fails, or the thread is interrupted while agents
   *     are read; the interrupt is kept
   */
  Shortlist match(String work, int limit);

  /** Returns who offers the id, who wins and why; without candidates if nobody offers it. */
  Resolution explain(String id);

  /** Returns what is worth knowing of the files and sources, by source, path and line. */
  List<Diagnostic> diagnostics();

  /**
   * Looks at every source again, reads what changed and returns what is different since the last
   * refresh, or since the first scan. Returns only after a scan that began after the call. Takes
   * what is there, even if it changed a moment ago: who asks says that it is finished.
   *
   * <p>An engine that watches takes nothing half-written here either: it waits until what changed a
   * moment ago has rested for the quiet period, for a second at most, and then takes what can be
   * read. Without {@code watch} it takes what is there, at once.
   *
   * @throws ImpresarioException if the thread is interrupted while it waits for the refresh of
   *     another thread, for a source or for a change to rest; the interrupt is kept
   */
  RegistryChange refresh();

  /**
   * Tells of every change of the registry from now on, in order, on threads that do nothing else.
   * What happens while the listener is at work comes after it, as one change if there is much. A
   * listener that throws is logged and told of the next change; one that blocks holds up nobody but
   * itself.
   *
   * <p>An engine that watches begins to, if nobody has used its registry yet; what its first scan
   * finds is no change. Without {@code watch}, changes are found by {@link #refresh} and by loads
   * only.
   */
  Subscription onChange(Consumer<RegistryChange> listener);
}
