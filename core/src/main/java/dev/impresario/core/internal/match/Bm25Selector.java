package dev.impresario.core.internal.match;

import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranks by the words that work and agents share. Readers take an immutable index from a volatile
 * field and never wait. It makes nothing before its first update.
 */
final class Bm25Selector implements AgentSelector {
  private @Nullable Library library; // used by one thread at a time
  private volatile @Nullable Index index;

  @Override
  public void update(Collection<AgentProfile> changed, Collection<String> removed) {
    Library known = library;
    if (known == null) {
      known = new Library();
      library = known;
    }
    index = known.update(changed, removed);
  }

  @Override
  public Ranking rank(String work, int limit) {
    Index current = index;
    return current == null || current.size() == 0
        ? new Ranking(List.of(), false)
        : new Scoring(current, work).ranking(limit);
  }

  @Override
  public void close() {
    index = null;
  }
}
