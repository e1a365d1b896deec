package dev.impresario.core.internal.match;

import static dev.impresario.core.internal.match.Profiles.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LibraryTest {
  private static final int STEPS = 60;

  /** Words come and go, so that terms are forgotten and numbered anew on the way. */
  @RepeatedTest(10)
  void update_stepByStep_ranksAsOneThatWasToldAllAtOnce(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    Map<String, AgentProfile> agents = new TreeMap<>();
    var followed = new Bm25Selector();
    for (int step = 0; step < STEPS; step++) {
      var changed = new ArrayList<AgentProfile>();
      for (int i = random.nextInt(4); i > 0; i--) {
        AgentProfile agent = agent("a" + random.nextInt(30), random, step);
        agents.put(agent.metadata().id(), agent);
        changed.removeIf(other -> other.metadata().id().equals(agent.metadata().id()));
        changed.add(agent);
      }
      var removed = new ArrayList<String>();
      String id = "a" + random.nextInt(30);
      if (changed.stream().noneMatch(agent -> agent.metadata().id().equals(id))) {
        agents.remove(id);
        removed.add(id);
      }

      followed.update(changed, removed);

      var rebuilt = new Bm25Selector();
      rebuilt.update(agents.values(), List.of());
      String work = words(random, step, 5);
      assertThat(followed.rank(work, 50)).isEqualTo(rebuilt.rank(work, 50));
    }
  }

  private static AgentProfile agent(String id, Random random, int step) {
    return profile(
        id,
        words(random, step, 8),
        Set.of(words(random, step, 1)),
        List.of(words(random, step, 3)),
        words(random, step, 10));
  }

  private static String words(Random random, int step, int count) {
    var words = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      words.add("word" + (step / 10 * 15 + random.nextInt(20)) + "x");
    }
    return String.join(" ", words);
  }

  @Test
  void update_ofAgentsWhoseWordsAlwaysChange_forgetsWordsThatNobodyHas() {
    var library = new Library();
    for (int i = 0; i < 1_000; i++) {
      library.update(List.of(profile("a", "new" + i), profile("b", "zeta")), List.of());
    }

    assertThat(library.terms()).isLessThan(10);
  }
}
