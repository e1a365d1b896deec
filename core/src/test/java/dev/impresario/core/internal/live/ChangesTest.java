package dev.impresario.core.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.RegistryChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {

  @ParameterizedTest
  @CsvSource({
    "added,changed,added",
    "added,removed,nothing",
    "changed,changed,changed",
    "changed,removed,removed",
    "removed,added,changed",
    "nothing,removed,removed",
    "added,nothing,added"
  })
  void merge_ofTwoChangesOfOneId_isWhatTheyComeTo(String first, String second, String both) {
    assertThat(Changes.merge(change(first), change(second))).isEqualTo(change(both));
  }

  @Test
  void merge_ofManyChanges_isWhatAComparisonOfBeginAndEndShows_exceptForWhatChangedBack() {
    var random = new Random(5);
    for (int round = 0; round < 1_000; round++) {
      Map<String, Integer> begin = versions(random);
      Map<String, Integer> middle = versions(random);
      Map<String, Integer> end = versions(random);

      RegistryChange merged = Changes.merge(difference(begin, middle), difference(middle, end));

      RegistryChange direct = difference(begin, end);
      assertThat(merged.added()).isEqualTo(direct.added());
      assertThat(merged.removed()).isEqualTo(direct.removed());
      assertThat(merged.changed()).containsAll(direct.changed());
    }
  }

  private static Map<String, Integer> versions(Random random) {
    var versions = new HashMap<String, Integer>();
    for (String id : List.of("a", "b", "c", "d")) {
      if (random.nextBoolean()) {
        versions.put(id, random.nextInt(2));
      }
    }
    return versions;
  }

  private static RegistryChange difference(Map<String, Integer> from, Map<String, Integer> to) {
    var added = new HashSet<>(to.keySet());
    added.removeAll(from.keySet());
    var removed = new HashSet<>(from.keySet());
    removed.removeAll(to.keySet());
    var changed = new HashSet<>(to.keySet());
    changed.removeIf(id -> !from.containsKey(id) || from.get(id).equals(to.get(id)));
    return new RegistryChange(added, changed, removed);
  }

  private static RegistryChange change(String kind) {
    return new RegistryChange(
        kind.equals("added") ? Set.of("qa") : Set.of(),
        kind.equals("changed") ? Set.of("qa") : Set.of(),
        kind.equals("removed") ? Set.of("qa") : Set.of());
  }
}
