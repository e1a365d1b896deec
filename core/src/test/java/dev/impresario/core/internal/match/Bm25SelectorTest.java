package dev.impresario.core.internal.match;

import static dev.impresario.core.internal.match.Profiles.ids;
import static dev.impresario.core.internal.match.Profiles.profile;
import static dev.impresario.core.internal.match.Profiles.selector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.impresario.AgentMetadata;
import dev.impresario.Match.Reason;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Bm25SelectorTest {

  @Test
  void rank_scoresByBm25_asWorkedOutByHand() {
    // N = 3; of the descriptions, the lengths are 1, 2 and 3, so 2 on average; names have one word
    var selector =
        selector(
            profile("ax", "zeta"), profile("bx", "zeta zeta"), profile("cx", "eta theta iota"));

    Ranking ranking = selector.rank("zeta", 3);

    // idf = ln(1 + (3 - 2 + 0.5) / (2 + 0.5)) = ln 1.6 = 0.470004
    // ax: tf = 1 / (0.4 + 0.6 * 1/2) = 1.428571; 1.428571 / (1.2 + 1.428571) = 0.543478
    // bx: tf = 2 / (0.4 + 0.6 * 2/2) = 2;        2 / (1.2 + 2)               = 0.625
    // the work has it once, which is worth (1.2 + 1) * 1 / (1.2 + 1) = 1
    assertThat(ids(ranking)).containsExactly("bx", "ax");
    assertThat(ranking.agents().get(0).score()).isCloseTo(0.625 * 0.470004, within(1e-6));
    assertThat(ranking.agents().get(1).score()).isCloseTo(0.543478 * 0.470004, within(1e-6));
  }

  @Test
  void rank_addsUpFieldsBeforeItSaturates_asWorkedOutByHand() {
    var selector = selector(profile("zeta", "zeta"), profile("bx", "eta"));

    Ranking ranking = selector.rank("zeta zeta", 3);

    // idf = ln(1 + 1.5 / 1.5) = 0.693147; tf = 3 * 1 + 1 * 1 = 4; 4 / 5.2 = 0.769231
    // the work has it twice, which is worth 2.2 * 2 / 3.2 = 1.375
    assertThat(ranking.agents().get(0).score())
        .isCloseTo(0.693147 * 0.769231 * 1.375, within(1e-6));
  }

  @Test
  void rank_countsANameMoreThanADescription_andThatMoreThanAnOpening() {
    var selector =
        selector(
            profile("c", "x", Set.of(), List.of(), "zeta"),
            profile("b", "zeta"),
            profile("zeta", "x"));

    assertThat(ids(selector.rank("zeta", 9))).containsExactly("zeta", "b", "c");
  }

  @Test
  void rank_ordersEqualsById() {
    var selector = selector(profile("b2", "zeta"), profile("a1", "zeta"), profile("c3", "zeta"));

    assertThat(ids(selector.rank("zeta", 9))).containsExactly("a1", "b2", "c3");
    assertThat(ids(selector.rank("zeta", 2))).containsExactly("a1", "b2");
  }

  @Test
  void rank_givesTheTermsOfTheWork_andTheFieldsTheyAreFoundIn_theOneThatCountsMostFirst() {
    var selector =
        selector(
            profile("qa", "Reviews zeta", Set.of("zeta"), List.of("How to review"), "You zeta"),
            profile("b", "reviews"),
            profile("c", "reviewing"));

    assertThat(selector.rank("Reviewing Zetas", 1).agents().get(0).reasons())
        .containsExactly(
            new Reason("Zetas", List.of("specializations", "description", "opening")),
            new Reason("Reviewing", List.of("description", "headings")));
  }

  @Test
  void rank_findsByRelatedWords_butLess() {
    var selector = selector(profile("a", "performance tuning"), profile("b", "something slow"));

    Ranking ranking = selector.rank("It is so slow", 9);

    assertThat(ids(ranking)).containsExactly("b", "a");
    assertThat(ranking.agents().get(1).reasons())
        .containsExactly(new Reason("slow", List.of("description")));
  }

  @Test
  void rank_ofANameWrittenLikeThis_findsItByItsParts() {
    var selector =
        selector(profile("codeReviewer", "x"), profile("b", "GitHub"), profile("c", "git"));

    assertThat(ids(selector.rank("review code", 1))).containsExactly("codeReviewer");
    assertThat(ids(selector.rank("codeReviewer", 1))).containsExactly("codeReviewer");
    assertThat(ids(selector.rank("GitHub", 9))).containsExactly("b"); // not c: b has it as it is
  }

  @Test
  void rank_ofAStopWordOrAnUnknownWord_findsNobody() {
    var selector = selector(profile("a", "the zeta"));

    assertThat(selector.rank("the and of", 9).agents()).isEmpty();
    assertThat(selector.rank("omega", 9).agents()).isEmpty();
    assertThat(selector.rank("omega", 9).decided()).isFalse();
  }

  @Test
  void rank_decides_whereTheBestIsFarAheadAndHasMuchOfTheWork() {
    var selector =
        selector(profile("a", "zeta eta"), profile("b", "zeta theta"), profile("c", "iota"));

    assertThat(selector.rank("zeta eta", 9).decided()).isTrue();
    assertThat(selector.rank("zeta eta", 1).decided()).isTrue(); // whatever the limit
    assertThat(selector.rank("zeta", 9).decided()).isFalse(); // two have it
    assertThat(selector.rank("iota omega rho sigma", 9).decided()).isFalse(); // a fourth of it
  }

  @Test
  void rank_decidesNothing_byOneWordThatManyHave() {
    var many = new ArrayList<AgentProfile>();
    IntStream.range(0, 50).forEach(i -> many.add(profile("a" + i, i < 40 ? "zeta" : "eta")));
    many.add(profile("zeta", "zeta zeta zeta")); // ahead of the others
    var selector = new Bm25Selector();
    selector.update(many, List.of());
    List<Ranked> best = selector.rank("zeta", 2).agents();
    assertThat(best.get(0).score()).isGreaterThan(1.5 * best.get(1).score());

    assertThat(selector.rank("zeta", 9).decided()).isFalse();
  }

  @Test
  void rank_ofMetadataThatRepeatsAWord_countsItTwice() {
    var twice = new LinkedHashSet<String>();
    var often = new LinkedHashSet<String>();
    IntStream.range(0, 2).forEach(i -> twice.add("zeta" + " ".repeat(i)));
    IntStream.range(0, 31).forEach(i -> often.add("zeta" + " ".repeat(i)));

    Ranking once =
        selector(typed("a", "zeta zeta", twice), typed("b", "x", Set.of())).rank("zeta", 1);
    Ranking ever =
        selector(typed("a", "zeta ".repeat(31), often), typed("b", "x", Set.of())).rank("zeta", 1);

    // lengths count as well, so that who repeats loses
    assertThat(ever.agents().get(0).score()).isLessThan(once.agents().get(0).score());
  }

  @Test
  void rank_ofMetadataWithAllTheWordsThereAre_countsTheFirst() {
    var words = new StringBuilder();
    IntStream.range(0, 200).forEach(i -> words.append('w').append(i).append(' '));
    var selector = selector(typed("a", words.toString(), Set.of()), typed("b", "w1", Set.of()));

    assertThat(ids(selector.rank("w49", 9))).containsExactly("a");
    assertThat(ids(selector.rank("w50", 9))).isEmpty();
    assertThat(ids(selector.rank("w1", 9))).containsExactly("b", "a"); // a long type says less
  }

  private static AgentProfile typed(String id, String type, Set<String> specializations) {
    AgentMetadata agent = profile(id, "x").metadata();
    return new AgentProfile(
        new AgentMetadata(
            id,
            id,
            "x",
            type,
            specializations,
            agent.tools(),
            null,
            agent.attributes(),
            agent.origin(),
            "v1",
            false),
        List.of(),
        "");
  }

  @Test
  void rank_ofWorkWithManyWords_endsAndIsBounded() {
    var selector = selector(profile("a", "w4999"), profile("b", "w1"));
    var work = new StringBuilder();
    IntStream.range(0, 5_000).forEach(i -> work.append('w').append(i).append(' '));

    assertThat(ids(selector.rank(work.toString(), 9))).containsExactly("b"); // the first 500 count
  }
}
