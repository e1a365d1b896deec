package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.AgentSelector;
import dev.impresario.spi.AgentSelectorProvider;
import dev.impresario.spi.Options;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every selector must do. Extend it and name the provider, with the options that have it rank
 * without anything that a test should not need, such as a model of a test's own:
 *
 * <pre>{@code
 * class AcmeSelectorTest extends AgentSelectorContract {
 *   @Override
 *   protected AgentSelectorProvider provider() {
 *     return new AcmeSelectorProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>How well it ranks is yours to test. The contract asks that an agent is found by its very own
 * description, in English, and that the engine can rely on the rest.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // as of all providers
public abstract class AgentSelectorContract extends ProviderContract<AgentSelectorProvider> {
  private static final String DATABASE = "Tunes slow database queries and designs table indexes";
  private static final String FRENCH = "Translates letters and novels into French";
  private static final String GARDEN = "Plans gardens with roses, hedges and vegetable beds";
  private static final String MIXED = "Plans gardens and translates letters about roses";
  private static final List<String> WORKS = List.of(DATABASE, FRENCH, GARDEN, MIXED);

  /** For the tests of a plugin. */
  protected AgentSelectorContract() {}

  @Override
  final Class<AgentSelectorProvider> kind() {
    return AgentSelectorProvider.class;
  }

  @Override
  final AgentSelector create(AgentSelectorProvider provider, Options options) {
    return provider.create(options);
  }

  private AgentSelector selector() throws Exception {
    return made(create(provider(), checkedOptions()));
  }

  /** Makes one that knows three agents. */
  private AgentSelector told() throws Exception {
    AgentSelector selector = selector();
    selector.update(
        List.of(
            profile("gardener", GARDEN),
            profile("database-tuner", DATABASE),
            profile("translator", FRENCH)),
        List.of());
    return selector;
  }

  // Ranking

  @Test
  final void rank_ofAnAgentsOwnDescription_findsItFirst() throws Exception {
    try (AgentSelector selector = told()) {
      assertThat(List.of(DATABASE, FRENCH, GARDEN))
          .extracting(work -> first(rank(selector, work, 3)))
          .as("rank(...) must find an agent first whose very own description is the work")
          .containsExactly("database-tuner", "translator", "gardener");
    }
  }

  @Test
  final void rank_givesAtMostTheLimit() throws Exception {
    try (AgentSelector selector = told()) {
      for (int limit : List.of(1, 2, Integer.MAX_VALUE)) {
        assertThat(rank(selector, MIXED, limit).agents())
            .as("rank(...) must give no more agents than asked for, and take any limit from 1")
            .hasSizeLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  final void rank_givesEachAgentOnce_andNoOther() throws Exception {
    try (AgentSelector selector = told()) {
      for (String work : WORKS) {
        assertThat(ids(rank(selector, work, 10)))
            .as("rank(...) must give each agent once, and only those that update(...) told of")
            .doesNotHaveDuplicates()
            .isSubsetOf("database-tuner", "translator", "gardener");
      }
    }
  }

  @Test
  final void rank_givesScoresThatAreNumbers() throws Exception {
    try (AgentSelector selector = told()) {
      for (String work : WORKS) {
        assertThat(rank(selector, work, 10).agents())
            .extracting(Ranked::score)
            .as("rank(...) must give scores that are numbers")
            .allMatch(Double::isFinite);
      }
    }
  }

  @Test
  final void rank_ordersByScore_andEqualsById() throws Exception {
    try (AgentSelector selector = selector()) {
      selector.update(
          List.of(
              named("c", "Gardener", GARDEN),
              named("a", "Gardener", GARDEN),
              named("b", "Gardener", GARDEN),
              named("d", "Translator", FRENCH)),
          List.of());
      for (String work : List.of(GARDEN, MIXED)) {
        List<Ranked> agents = rank(selector, work, 10).agents();
        for (int i = 1; i < agents.size(); i++) {
          Ranked before = agents.get(i - 1);
          Ranked after = agents.get(i);
          if (!Double.isFinite(before.score()) || !Double.isFinite(after.score())) {
            return; // another test is about that
          }
          boolean inOrder =
              before.score() > after.score()
                  || (before.score() == after.score() && before.id().compareTo(after.id()) <= 0);
          assertThat(inOrder)
              .as("rank(...) must give the highest score first, and of equal scores the lower id")
              .isTrue();
        }
      }
    }
  }

  @Test
  final void rank_ofTheSameWork_givesTheSame() throws Exception {
    try (AgentSelector selector = told()) {
      for (String work : WORKS) {
        assertThat(ids(rank(selector, work, 10)))
            .as("rank(...) must give the same for the same work, as long as nothing changes")
            .isEqualTo(ids(rank(selector, work, 10)));
      }
    }
  }

  @Test
  final void rank_ofAnyText_throwsNothing() throws Exception {
    List<String> texts =
        List.of(
            "?",
            "{{name}} ${x} %s \\ ( [ *",
            "日本語の文章 \uD83D\uDE00 \uD83D",
            "\u0000\u001b\u202e",
            "word ".repeat(2_000));
    try (AgentSelector selector = told()) {
      for (String text : texts) {
        assertThatCode(() -> selector.rank(text, 5))
            .as("rank(...) must throw nothing, whatever the text: it is not trusted")
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  final void rank_whereNobodyIsKnown_findsNobody() throws Exception {
    try (AgentSelector selector = selector()) {
      selector.update(List.of(), List.of());

      Ranking ranking = rank(selector, GARDEN, 5);

      assertThat(ranking.agents())
          .as("rank(...) must find nobody where update(...) told of nobody")
          .isEmpty();
      assertThat(ranking.decided())
          .as("rank(...) must not have decided where update(...) told of nobody")
          .isFalse();
    }
  }

  // Deciding

  @Test
  final void decided_doesNotDependOnTheLimit() throws Exception {
    try (AgentSelector selector = selector()) {
      selector.update(
          List.of(named("a", "Gardener", GARDEN), named("b", "Gardener", GARDEN)), List.of());

      assertThat(rank(selector, GARDEN, 1).decided())
          .as("rank(...) must look at the second best before it decides, even if one is asked for")
          .isEqualTo(rank(selector, GARDEN, 2).decided());
    }
  }

  @Test
  final void decided_betweenTwoThatAreAlike_isFalse() throws Exception {
    try (AgentSelector selector = selector()) {
      selector.update(
          List.of(named("a", "Gardener", GARDEN), named("b", "Gardener", GARDEN)), List.of());

      assertThat(rank(selector, GARDEN, 2).decided())
          .as("rank(...) must not decide between two that differ in nothing but their ids")
          .isFalse();
    }
  }

  // Following the registry

  @Test
  final void update_ofAnAgentThatChanged_isRankedByWhatItIsNow() throws Exception {
    try (AgentSelector selector = told()) {
      selector.update(List.of(profile("worker", DATABASE)), List.of("database-tuner"));
      selector.update(
          List.of(profile("worker", GARDEN + " and ponds"), profile("tuner", DATABASE)),
          List.of("gardener"));

      assertThat(first(rank(selector, GARDEN, 3)))
          .as("update(...) must replace what was known of an agent")
          .isEqualTo("worker");
      assertThat(first(rank(selector, DATABASE, 3)))
          .as("update(...) must replace what was known of an agent")
          .isEqualTo("tuner");
    }
  }

  @Test
  final void update_ofAnAgentThatIsGone_findsItNoMore() throws Exception {
    try (AgentSelector selector = told()) {
      selector.update(List.of(), List.of("gardener", "never-heard-of"));

      assertThat(ids(rank(selector, GARDEN, 10)))
          .as("update(...) must forget who is gone, and pass over who was never heard of")
          .doesNotContain("gardener");
    }
  }

  @Test
  final void update_withTheSameAgain_changesNothing() throws Exception {
    try (AgentSelector once = told();
        AgentSelector twice = told()) {
      twice.update(List.of(profile("gardener", GARDEN)), List.of("never-heard-of"));

      for (String work : WORKS) {
        assertThat(ids(rank(twice, work, 10)))
            .as("update(...) must take the same again, as after one that failed, for what it is")
            .isEqualTo(ids(rank(once, work, 10)));
      }
    }
  }

  @Test
  final void rank_whileAnotherThreadUpdates_seesTheOthersAsTheyAre() throws Exception {
    try (AgentSelector selector = told()) {
      Crowd.run(
          thread -> {
            for (int i = 0; i < 50; i++) {
              if (thread == 0) {
                selector.update(List.of(profile("guest" + i % 3, MIXED)), List.of());
                selector.update(List.of(), List.of("guest" + i % 3));
              } else {
                assertThat(first(rank(selector, DATABASE, 3)))
                    .as("rank(...) must work while another thread is in update(...)")
                    .isEqualTo("database-tuner");
              }
            }
          });
    }
  }

  // The end

  @Test
  final void close_twice_doesNothingMore() throws Exception {
    AgentSelector selector = told();
    selector.close();

    assertThatCode(selector::close)
        .as("close() must do nothing when it is called again")
        .doesNotThrowAnyException();
  }

  @Test
  final void close_leavesNoThreadBehind() throws Exception {
    List<String> left =
        Leftovers.of(
            () -> {
              try (AgentSelector selector = told()) {
                rank(selector, GARDEN, 3);
              }
            });

    assertThat(left).as("close() must end the threads that the selector started").isEmpty();
  }

  private static Ranking rank(AgentSelector selector, String work, int limit) {
    Ranking ranking = selector.rank(work, limit);
    assertThat(ranking).as("rank(...) must give a ranking, and never return null").isNotNull();
    return ranking;
  }

  private static List<String> ids(Ranking ranking) {
    var ids = new ArrayList<String>();
    ranking.agents().forEach(ranked -> ids.add(ranked.id()));
    return ids;
  }

  private static String first(Ranking ranking) {
    return ranking.agents().isEmpty() ? "nobody" : ranking.agents().get(0).id();
  }

  private static AgentProfile profile(String id, String description) {
    return named(id, id, description);
  }

  private static AgentProfile named(String id, String name, String description) {
    var metadata =
        new AgentMetadata(
            id,
            name,
            description,
            null,
            Set.of(),
            ToolGrant.inherit(),
            null,
            Map.of(),
            new Origin("contract", Scope.PROJECT, "contract", id + ".md"),
            "0".repeat(64),
            false);
    return new AgentProfile(metadata, List.of(), "You do as you are told.");
  }
}
