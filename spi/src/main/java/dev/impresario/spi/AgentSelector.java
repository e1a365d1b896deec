package dev.impresario.spi;

import java.util.Collection;

/**
 * Ranks agents for a piece of work. Safe for use by many threads: many may rank while one updates,
 * and go by what was there before; updates come one at a time.
 *
 * <p>It keeps what it needs of the profiles: the engine tells of each agent once, and again when it
 * has changed.
 */
public interface AgentSelector extends AutoCloseable {

  /**
   * Follows the registry. Called before the first ranking with all agents, and later, before a
   * ranking, with what changed since. If it throws, it is called again with the same and whatever
   * has changed by then.
   *
   * @param changed agents that are new, or not what they were
   * @param removed ids of agents that are gone; may be some that were never heard of
   */
  void update(Collection<AgentProfile> changed, Collection<String> removed);

  /**
   * Returns the agents that suit the work. Those that do not suit it at all are left out.
   *
   * @param work what is to be done, in the words of who asks; not blank, at most 10,000 characters,
   *     and not trusted
   * @param limit how many at most, at least 1; whether the best is clearly better than the second
   *     does not depend on it
   */
  Ranking rank(String work, int limit);

  /** Frees what the selector holds. A second call does nothing. */
  @Override
  default void close() {}
}
