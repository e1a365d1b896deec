package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic.Severity;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small values: what they check, copy and show. */
class ValuesTest {

  @Test
  void definition_toString_neverShowsThePrompt() {
    var definition = new AgentDefinition(Samples.metadata(), "You are a secret tester.");

    assertThat(definition)
        .hasToString("AgentDefinition[qa@01234567 from .claude/agents/qa.md, 24 chars]");
    assertThat(definition.id()).isEqualTo("qa");
  }

  @Test
  void reply_of_usesNoModelAndHidesItsText() {
    Reply reply = Reply.of("secret");

    assertThat(reply.text()).isEqualTo("secret");
    assertThat(reply.usage()).isEqualTo(Usage.NONE);
    assertThat(reply).hasToString("Reply[6 chars, Usage[input=0, output=0, cached=0]]");
  }

  @Test
  @SuppressWarnings("NullAway") // the very thing under test
  void reply_whenTheTextIsNull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> Reply.of(null)).withMessage("text");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1"})
  void usage_whenACountIsNegative_isRefused(long input, long output, long cached) {
    assertThatThrownBy(() -> new Usage(input, output, cached))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token counts must not be negative");
  }

  @Test
  void origin_place_isSafeToPrint() {
    assertThat(Samples.ORIGIN.place()).isEqualTo(".claude/agents/qa.md");
    assertThat(new Origin("a\u001b", Scope.USER, "claude", "b\n.md").place())
        .isEqualTo("a\\u001b/b\\u000a.md");
  }

  @Test
  void scopes_always_sortTheNearestFirst() {
    assertThat(Scope.values()).containsExactly(Scope.PROJECT, Scope.USER, Scope.SYSTEM);
  }

  @Test
  void loadResults_always_keepTheOrderAndTheirOwnMaps() {
    var definition = new AgentDefinition(Samples.metadata(), "p");
    var loaded = new LinkedHashMap<String, AgentDefinition>();
    loaded.put("z", definition);
    loaded.put("a", definition);
    var failed = new LinkedHashMap<String, ImpresarioException>();
    failed.put("y", new AgentNotFoundException("y", List.of()));
    failed.put("b", new AgentNotFoundException("b", List.of()));

    var results = new LoadResults(loaded, failed);
    loaded.clear();
    failed.clear();

    assertThat(results.loaded().keySet()).containsExactly("z", "a");
    assertThat(results.failed().keySet()).containsExactly("y", "b");
    assertThatThrownBy(() -> results.loaded().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> results.failed().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void registryChange_always_sortsAndKeepsItsOwnSets() {
    var added = new HashSet<>(Set.of("c", "a", "b"));

    var change = new RegistryChange(added, Set.of("e", "d"), Set.of("g", "f"));
    added.clear();

    assertThat(change.added()).containsExactly("a", "b", "c");
    assertThat(change.changed()).containsExactly("d", "e");
    assertThat(change.removed()).containsExactly("f", "g");
    assertThatThrownBy(() -> change.added().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void registryChange_isEmpty_onlyWhenNothingDiffers() {
    Set<String> none = Set.of();

    assertThat(new RegistryChange(none, none, none).isEmpty()).isTrue();
    assertThat(new RegistryChange(Set.of("a"), none, none).isEmpty()).isFalse();
    assertThat(new RegistryChange(none, Set.of("a"), none).isEmpty()).isFalse();
    assertThat(new RegistryChange(none, none, Set.of("a")).isEmpty()).isFalse();
  }

  @Test
  void resolution_withCandidates_hasTheFirstWinAndTheOthersShadowed() {
    var first = new Resolution.Candidate(Samples.metadata(), "nearest scope");
    var second = new Resolution.Candidate(Samples.metadata().asDegraded(), "a farther scope");
    var candidates = new ArrayList<>(List.of(first, second));

    var resolution = new Resolution("qa", candidates, List.of());
    candidates.clear();

    assertThat(resolution.winner()).contains(first.metadata());
    assertThat(resolution.shadowed()).containsExactly(second);
  }

  @Test
  void resolution_ofRefusedCandidates_hasNoWinner() {
    var one = new Resolution.Candidate(Samples.metadata(), "refused: why", true);
    var other = new Resolution.Candidate(Samples.metadata(), "wins");

    assertThat(new Resolution("qa", List.of(one), List.of()).winner()).isEmpty();
    assertThat(new Resolution("qa", List.of(one), List.of()).shadowed()).isEmpty();
    assertThat(new Resolution("qa", List.of(other, one), List.of()).shadowed()).isEmpty();
    assertThat(new Resolution("qa", List.of(other, one), List.of()).refused()).containsExactly(one);
  }

  @Test
  void resolution_withoutCandidates_hasNoWinnerButMaySayWhy() {
    var broken = Diagnostic.ofFile(Severity.ERROR, "yaml-syntax", "qa.md", "broken", null);

    var resolution = new Resolution("qa", List.of(), List.of(broken));

    assertThat(resolution.winner()).isEmpty();
    assertThat(resolution.shadowed()).isEmpty();
    assertThat(resolution.diagnostics()).containsExactly(broken);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1.0", "0, 4, 0.0", "4, 0, 1.0", "3, 1, 0.75"})
  void promptCacheStats_hitRate_isTheShareOfHits(long hits, long misses, double rate) {
    var stats = new PromptCacheStats(hits, misses, 0, 0, Duration.ZERO, new CacheSize(0, 0, 0), 1);

    assertThat(stats.hitRate()).isEqualTo(rate);
  }

  @Test
  void agentLoadException_message_namesIdPlaceAndReason() {
    var cause = new IllegalStateException("disk");

    var exception = new AgentLoadException(Samples.metadata(), "the file\nis gone", cause);

    assertThat(exception)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage("agent 'qa' from .claude/agents/qa.md cannot be loaded: the file\\u000ais gone")
        .hasCause(cause);
    assertThat(exception.id()).isEqualTo("qa");
  }

  @Test
  void agent_asALambda_closesWithoutFurtherAdo() throws Exception {
    Interceptor.Chain chain = answering("fine");
    Reply reply;

    try (Agent agent = (task, given) -> Reply.of(task.input() + given.remaining().toSeconds())) {
      agent.reset();
      reply = agent.execute(Task.of("qa", "!"), chain.context());
    }

    assertThat(reply.text()).isEqualTo("!7");
  }

  @Test
  void interceptor_asALambda_refusesOrGoesOn() throws Exception {
    Interceptor shortOnly =
        (task, chain) ->
            task.input().length() > 3 ? TaskResult.refused(task, "too long") : chain.proceed(task);

    TaskResult refused = shortOnly.intercept(Task.of("qa", "long"), answering("never"));
    TaskResult done = shortOnly.intercept(Task.of("qa", "ok"), answering("fine"));

    assertThat(refused)
        .isInstanceOfSatisfying(
            TaskResult.Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(TaskResult.Code.REFUSED);
              assertThat(failure.message()).isEqualTo("too long");
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(done.text()).isEqualTo("fine");
  }

  private static Interceptor.Chain answering(String text) {
    return new Interceptor.Chain() {
      @Override
      public TaskResult proceed(Task task) {
        return TaskResult.replied(task, Reply.of(text));
      }

      @Override
      public TaskContext context() {
        return (TaskContext)
            Proxy.newProxyInstance(
                TaskContext.class.getClassLoader(),
                new Class<?>[] {TaskContext.class},
                (proxy, method, arguments) -> Duration.ofSeconds(7));
      }
    };
  }
}
