package dev.impresario.spi;

import dev.impresario.Match;
import java.util.Collection;
import java.util.List;

/**
 * Ranks agents for a piece of work. Safe for use by many threads: many may rank while one updates;
 * updates come one at a time.
 */
public interface AgentSelector extends AutoCloseable {

  /**
   * Follows the registry. Called before the first ranking with all agents, and later with what
   * changed.
   *
   * @param changed agents that are new, or not what they were
   * @param removed ids of agents that are gone
   */
  void update(Collection<AgentProfile> changed, Collection<String> removed);

  /**
   * Returns the agents that suit the work, the best first, equals by id. Those that do not suit it
   * at all are left out.
   *
   * @param work what is to be done, in the words of who asks; may be long, and is not trusted
   * @param limit how many at most, at least 1
   */
  List<Match> rank(String work, int limit);

  /** Frees what the selector holds. A second call does nothing. */
  @Override
  default void close() {}
}
