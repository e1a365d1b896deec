package dev.impresario;

import java.util.Collection;
import java.util.Map;

/**
 * Holds prompts, so that each is read once. Entries are addressed by their content: a changed file
 * has another key, so a stale prompt cannot be served, and invalidation only frees memory.
 *
 * <p>Callers that miss the same prompt together share one load; others do not wait for it. Safe for
 * use by many threads, and by several engines at once. Whoever makes it closes it: the engine that
 * made its own, or the caller who passed one in.
 */
public interface PromptCache extends AutoCloseable {

  /** Returns the counts so far. */
  PromptCacheStats stats();

  /**
   * Loads these agents' prompts ahead, in parallel, in every engine that uses this cache and offers
   * them.
   *
   * @return why the others could not be loaded, by id; empty if all went well
   */
  Map<String, ImpresarioException> preload(Collection<String> ids);

  /** Forgets the prompt of this agent, in all versions; a load under way is not kept. */
  void invalidate(String id);

  /**
   * Forgets the prompts of all agents whose id matches the glob, in which {@code *} stands for any
   * text and {@code ?} for one character.
   */
  void invalidateMatching(String glob);

  /**
   * Returns whether prompts that are held now will be there again when a cache is made alike after
   * this one is closed, in another process too. It depends on the cache and its options.
   */
  boolean persistent();

  /** Frees the memory of everything held. A second call does nothing. */
  @Override
  void close();
}
