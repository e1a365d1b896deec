package dev.impresario.tck;

import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A selector that keeps all rules: it counts the words that description and work share. */
class SharedWords implements AgentSelector {
  final Map<String, AgentProfile> agents = new ConcurrentHashMap<>();

  @Override
  public void update(Collection<AgentProfile> changed, Collection<String> removed) {
    changed.forEach(profile -> agents.put(profile.metadata().id(), profile));
    removed.forEach(agents::remove);
  }

  @Override
  public Ranking rank(String work, int limit) {
    List<Ranked> all =
        agents.values().stream()
            .map(profile -> new Ranked(profile.metadata().id(), score(work, profile), List.of()))
            .filter(ranked -> ranked.score() > 0)
            .sorted(
                Comparator.comparingDouble((Ranked one) -> -one.score()).thenComparing(Ranked::id))
            .toList();
    return new Ranking(all.stream().limit(limit).toList(), isClear(all));
  }

  static boolean isClear(List<Ranked> all) {
    return all.size() == 1 || (all.size() > 1 && all.get(0).score() > 2 * all.get(1).score());
  }

  double score(String work, AgentProfile profile) {
    Set<String> shared = words(profile.metadata().description());
    shared.retainAll(words(work));
    return shared.size();
  }

  private static Set<String> words(String text) {
    return new HashSet<>(Arrays.asList(text.split("\\W+")));
  }
}
