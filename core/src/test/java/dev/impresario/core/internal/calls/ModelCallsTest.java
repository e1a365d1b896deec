package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Budget;
import dev.impresario.BudgetExceededException;
import dev.impresario.ConfigurationException;
import dev.impresario.Health;
import dev.impresario.ModelCall;
import dev.impresario.ModelCallException;
import dev.impresario.ModelPolicy;
import dev.impresario.Price;
import dev.impresario.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ModelCallsTest {
  private static final Usage USED = new Usage(40, 20, 10);

  private final FakeTime time = new FakeTime();
  private final Map<String, ModelPolicy> policies = new HashMap<>();
  private final List<String> observed = new ArrayList<>();
  private final ModelCalls calls =
      new ModelCalls(
          this::policy,
          (model, nanos, success) -> observed.add(model + " " + nanos + " " + success),
          time::now,
          time);
  private final Meter engine =
      new Meter("the engine", null, Budget.unlimited().withTokens(1_000), this::policy);
  private final FakeCaller caller = new FakeCaller("qa", engine);

  @AfterEach
  void leaveNoFlagBehind() {
    Thread.interrupted();
  }

  private ModelPolicy policy(String model) {
    return policies.getOrDefault(model, ModelPolicy.defaults());
  }

  private static ModelCallException overloaded() {
    return ModelCallException.passing("model 'x' is overloaded", null);
  }

  private static ModelCall<String> throwing(Throwable thrown) {
    return attempt -> {
      throw ModelCallsTest.<RuntimeException>unchecked(thrown);
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private void assertAllTokensFree() {
    assertThatCode(() -> engine.reserve("free?", 1_000).release()).doesNotThrowAnyException();
  }

  private void assertTokensFree(long tokens) {
    assertThatCode(() -> engine.reserve("free?", tokens).release()).doesNotThrowAnyException();
    assertThatThrownBy(() -> engine.reserve("free?", tokens + 1))
        .isInstanceOf(BudgetExceededException.class);
  }

  // the way of a call

  @Test
  void call_passesEveryStageInOrder() throws Exception {
    policies.put("x", ModelPolicy.defaults().withRate(1, Duration.ofSeconds(1)));
    calls.call(caller, "x", 10, attempt -> "first");
    caller.events.clear();
    time.pass(Duration.ofMillis(250));

    String answer =
        calls.call(
            caller,
            "x",
            100,
            attempt -> {
              caller.events.add("attempt " + attempt.number());
              assertThatThrownBy(() -> engine.reserve("y", 891))
                  .hasMessageContaining("110 are used");
              attempt.used(USED);
              return "second";
            });

    assertThat(answer).isEqualTo("second");
    assertThat(caller.events)
        .containsExactly("slot given back", "slot taken", "use x", "attempt 1");
    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(750));
    assertThat(engine.usage()).isEqualTo(new Usage(50, 20, 10));
  }

  @Test
  void aModelWithACallUnderWay_keepsItsRate_howeverManyOthersAreNamed() throws Exception {
    policies.put("x", ModelPolicy.defaults().withRate(1, Duration.ofDays(1)));
    var freely = new FakeCaller("qa", new Meter("x", null, Budget.unlimited(), this::policy));

    calls.call(
        freely,
        "x",
        1,
        attempt -> {
          for (int i = 0; i < 1_500; i++) {
            calls.call(freely, "other " + i, 1, other -> "done");
          }
          assertThatThrownBy(() -> calls.call(freely, "x", 1, again -> "never"))
              .hasMessageContaining("may be called 1 times in");
          return "done";
        });
  }

  @Test
  void call_beyondABudget_isRefusedBeforeAnythingElse() {
    policies.put("x", ModelPolicy.defaults().withRate(1, Duration.ofDays(1)));

    assertThatThrownBy(() -> calls.call(caller, "x", 1_001, attempt -> "never"))
        .isInstanceOf(BudgetExceededException.class);

    assertThat(caller.events).isEmpty();
    assertThat(observed).isEmpty();
    assertThatCode(() -> calls.call(caller, "x", 10, attempt -> "the one of the day"))
        .doesNotThrowAnyException();
  }

  @Test
  void call_withoutSense_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calls.call(caller, " ", 1, attempt -> "x"))
        .withMessage("a model's name must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calls.call(caller, "x", -1, attempt -> "x"))
        .withMessage("tokens must not be negative: -1");
  }

  @Test
  void call_whateverHappens_isObserved() throws Exception {
    calls.call(
        caller,
        "x",
        1,
        attempt -> {
          time.pass(Duration.ofNanos(70));
          return "x";
        });
    assertThatThrownBy(() -> calls.call(caller, "x", 1, throwing(new InterruptedException())))
        .isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> calls.call(caller, "x", 1, throwing(new StackOverflowError())))
        .isInstanceOf(StackOverflowError.class);

    assertThat(observed).containsExactly("x 70 true", "x 0 false", "x 0 false");
  }

  @Test
  void call_whenTheObserverThrows_returnsAllTheSame() throws Exception {
    var deaf =
        new ModelCalls(
            this::policy,
            (model, nanos, success) -> {
              throw new AssertionError("the host's monitor");
            },
            time::now,
            time);

    assertThat(deaf.<String>call(caller, "x", 1, attempt -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() -> deaf.call(caller, "x", 1, throwing(new IOException("mine"))))
        .isInstanceOf(IOException.class);
  }

  // retry

  @Test
  void call_thatFailsInAWayThatMayPass_isTriedAgain_withTheSlotGivenBack() throws Exception {
    String answer =
        calls.call(
            caller,
            "x",
            1_000,
            attempt -> {
              if (attempt.number() < 3) {
                throw overloaded();
              }
              return "third";
            });

    assertThat(answer).isEqualTo("third");
    assertThat(time.sleeps()).hasSize(2);
    assertThat(caller.events)
        .containsExactly(
            "use x",
            "slot given back",
            "slot taken",
            "use x",
            "slot given back",
            "slot taken",
            "use x");
  }

  @Test
  void call_waitsAsTheModelAsks() throws Exception {
    var first = new AtomicInteger();

    calls.call(
        caller,
        "x",
        1,
        attempt -> {
          if (first.incrementAndGet() == 1) {
            throw ModelCallException.passing("busy", Duration.ofSeconds(17), null);
          }
          return "x";
        });

    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(17));
  }

  @Test
  void call_whenTheWaitIsTooLong_givesUpAtOnce() {
    var asks = ModelCallException.passing("busy", Duration.ofSeconds(17), null);
    caller.remaining = Duration.ofSeconds(10);

    assertThatThrownBy(() -> calls.call(caller, "x", 1, throwing(asks)))
        .hasMessageStartingWith("busy; not tried again: the next attempt would be in 17 s")
        .hasCause(asks);

    assertThat(time.sleeps()).isEmpty();
    assertAllTokensFree();
  }

  @Test
  void call_thatHasEmitted_isNotTriedAgain() {
    var failure = overloaded();
    caller.emitted = 5;

    assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    1,
                    attempt -> {
                      caller.emitted++;
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(observed).hasSize(1);
  }

  @Test
  void call_afterTheTaskEmittedEarlier_isTriedAgain() throws Exception {
    caller.emitted = 5;

    String answer =
        calls.call(
            caller,
            "x",
            1,
            attempt -> {
              if (attempt.number() == 1) {
                throw overloaded();
              }
              return "again";
            });

    assertThat(answer).isEqualTo("again");
  }

  static List<Throwable> notRepeated() {
    return List.of(
        ModelCallException.lasting("model 'x' does not know the key", null),
        new InterruptedException("cancelled"),
        new IOException("the agent's own"),
        new IllegalStateException("the agent's own"),
        new BudgetExceededException("of something the agent did"),
        new StackOverflowError(),
        new NoClassDefFoundError("x"));
  }

  @ParameterizedTest
  @MethodSource("notRepeated")
  void call_thatThrowsAnythingElse_throwsThat_once_andGivesAllBack(Throwable thrown) {
    policies.put("x", policyWithBreaker(1));

    for (int i = 0; i < 5; i++) { // the breaker, which opens at one failure, stays closed
      assertThatThrownBy(() -> calls.call(caller, "x", 1_000, throwing(thrown))).isSameAs(thrown);
    }

    assertThat(observed).hasSize(5);
    assertThat(calls.health()).isEmpty();
    assertThat(engine.usage()).isEqualTo(Usage.NONE);
    assertAllTokensFree();
  }

  @Test
  void call_thatFailsTillTheLastAttempt_throwsThatFailureItself() {
    var failures = new ArrayList<ModelCallException>();

    assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    1_000,
                    attempt -> {
                      failures.add(overloaded());
                      throw failures.get(failures.size() - 1);
                    }))
        .isSameAs(failures.get(2));

    assertThat(failures).hasSize(3);
    assertAllTokensFree();
  }

  @Test
  void call_thatFailsSinceItsThreadWasInterrupted_isNoFailureOfTheModel_andNotTriedAgain() {
    policies.put("x", policyWithBreaker(1));
    var failure = overloaded();

    assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    1,
                    attempt -> {
                      Thread.currentThread().interrupt();
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(observed).hasSize(1);
    assertThat(calls.health()).isEmpty();
  }

  @Test
  void call_whoseWaitIsInterrupted_ends_andGivesAllBack() {
    var impatient =
        new ModelCalls(
            this::policy,
            (model, nanos, success) -> {},
            time::now,
            nanos -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> impatient.call(caller, "x", 1_000, throwing(overloaded())))
        .isInstanceOf(InterruptedException.class);

    assertThat(caller.events).endsWith("slot taken");
    assertAllTokensFree();
  }

  @Test
  void call_eachAttempt_reservesAnew() {
    var refusal =
        assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    600,
                    attempt -> {
                      attempt.used(new Usage(500, 0, 0));
                      throw overloaded();
                    }));

    refusal
        .isInstanceOf(BudgetExceededException.class)
        .hasMessageContaining("500 are used or reserved and this call may need 600");
    assertTokensFree(500);
  }

  // what is counted

  @Test
  void call_thatReportsParts_countsTheirSum() throws Exception {
    calls.call(
        caller,
        "x",
        500,
        attempt -> {
          attempt.used(USED);
          attempt.used(USED);
          return "x";
        });

    assertThat(engine.usage()).isEqualTo(new Usage(80, 40, 20));
    assertTokensFree(880);
  }

  @Test
  void call_thatSucceedsAndReportsNothing_countsAsEstimated() throws Exception {
    calls.call(caller, "x", 300, attempt -> "x");

    assertThat(engine.usage()).isEqualTo(new Usage(300, 0, 0));
    assertThat(engine.called()).isTrue();
    assertTokensFree(700);
  }

  @Test
  void call_thatReportsThatNothingWasUsed_countsNothing() throws Exception {
    calls.call(
        caller,
        "x",
        300,
        attempt -> {
          attempt.used(Usage.NONE);
          return "from a cache of its own";
        });

    assertThat(engine.usage()).isEqualTo(Usage.NONE);
    assertAllTokensFree();
  }

  @Test
  void call_thatFails_countsWhatItReported() {
    assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    300,
                    attempt -> {
                      attempt.used(USED);
                      throw new IOException("cut off");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(engine.usage()).isEqualTo(USED);
    assertTokensFree(940);
  }

  @Test
  void used_afterTheAttempt_isCountedAllTheSame() throws Exception {
    var kept = new ArrayList<ModelCall.Attempt>();
    assertThatThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    300,
                    attempt -> {
                      kept.add(attempt);
                      throw new IOException("gave up waiting");
                    }))
        .isInstanceOf(IOException.class);

    kept.get(0).used(USED);

    assertThat(engine.usage()).isEqualTo(USED);
    assertThat(calls.totals().total()).isEqualTo(USED);
    assertTokensFree(940);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless agent passes
  void used_null_isTheAgentsError() {
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                calls.call(
                    caller,
                    "x",
                    300,
                    attempt -> {
                      attempt.used(null);
                      return "x";
                    }));
    assertAllTokensFree();
  }

  @Test
  void totals_areByAgentAndModel_withTheCostOfThoseThatHaveAPrice() throws Exception {
    policies.put("sonnet", ModelPolicy.defaults().withPrice(Price.perMillion("3", "15", "0.30")));
    Meter dev = new Meter("task 'd'", engine, Budget.unlimited(), this::policy);
    ModelCall<String> reports =
        attempt -> {
          attempt.used(USED);
          return "x";
        };

    calls.call(caller, "sonnet", 1, reports);
    calls.call(caller, "local", 1, reports);
    calls.call(new FakeCaller("dev", dev), "sonnet", 10, attempt -> "says nothing");

    var totals = calls.totals();
    assertThat(totals.total()).isEqualTo(new Usage(90, 40, 20));
    assertThat(totals.byAgent()).containsOnlyKeys("qa", "dev");
    assertThat(totals.byAgent()).containsEntry("qa", new Usage(80, 40, 20));
    assertThat(totals.byModel()).containsEntry("sonnet", new Usage(50, 20, 10));
    // 30 at 3, 10 at 0.30, 20 at 15, and 10 at the dearest
    assertThat(totals.cost()).isEqualByComparingTo("0.000543");
    assertThat(dev.usage()).isEqualTo(new Usage(10, 0, 0));
  }

  @Test
  void charge_countsWhatAnAgentUsedByItself_andNeverRefuses() {
    policies.put("sonnet", ModelPolicy.defaults().withPrice(Price.perMillion("3", "15", "0.30")));
    Meter task = new Meter("task 'd'", engine, Budget.unlimited(), this::policy);

    calls.charge(task, "dev", "sonnet", new Usage(2_000, 0, 0));
    calls.charge(task, "dev", null, USED);
    calls.charge(task, "dev", "sonnet", Usage.NONE);

    assertThat(task.usage()).isEqualTo(new Usage(2_040, 20, 10));
    assertThat(task.called()).isFalse();
    assertThat(calls.totals().byModel()).containsOnlyKeys("sonnet");
    assertThat(calls.totals().cost()).isEqualByComparingTo("0.006");
    assertThatThrownBy(() -> engine.reserve("x", 1)).isInstanceOf(BudgetExceededException.class);
  }

  // circuit breakers

  private static ModelPolicy policyWithBreaker(int failures) {
    return ModelPolicy.defaults()
        .withRetry(new ModelPolicy.Retry(1, Duration.ofMillis(1), Duration.ofMillis(1)))
        .withBreaker(new ModelPolicy.Breaker(100, failures, Duration.ofSeconds(30), 1));
  }

  private void fail(FakeCaller who, String model) {
    assertThatThrownBy(() -> calls.call(who, model, 900, throwing(overloaded())))
        .hasMessage("model 'x' is overloaded");
  }

  @Test
  void call_ofAModelThatKeepsFailing_failsAtOnce_isNotRetried_andLeavesOtherModelsAlone()
      throws Exception {
    policies.put("x", policyWithBreaker(2).withRetry(ModelPolicy.defaults().retry()));

    assertThatThrownBy(() -> calls.call(caller, "x", 1_000, throwing(overloaded())))
        .isInstanceOfSatisfying(ModelCallException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessage(
            "model 'x' is not called for 30 s more: 2 of the last 2 calls failed; try again later,"
                + " or name another model")
        .hasCauseInstanceOf(ModelCallException.class);

    assertThat(observed).hasSize(2);
    assertThat(time.sleeps()).hasSize(1);
    assertAllTokensFree();
    assertThat(calls.<String>call(caller, "fallback", 1, attempt -> "well")).isEqualTo("well");
    assertThat(calls.health())
        .containsExactly(
            new Health.Part(
                "agent 'qa' with model 'x'",
                Health.Status.DEGRADED,
                "2 of the last 2 calls failed; it is not called for 30 s more"),
            new Health.Part(
                "model 'x'",
                Health.Status.DEGRADED,
                "2 of the last 2 calls failed; it is not called for 30 s more"));
  }

  @Test
  void call_refusedByAnOpenBreaker_doesNotWaitUntilItCloses() {
    policies.put(
        "x",
        policyWithBreaker(1)
            .withRetry(ModelPolicy.defaults().retry())
            .withBreaker(new ModelPolicy.Breaker(100, 1, Duration.ofSeconds(5), 1)));
    assertThatThrownBy(() -> calls.call(caller, "x", 900, throwing(overloaded())))
        .hasMessageContaining("is not called for 5 s more");

    assertThatThrownBy(() -> calls.call(caller, "x", 900, attempt -> "never"))
        .hasMessageContaining("is not called for 5 s more")
        .hasNoCause();

    assertThat(time.sleeps()).isEmpty();
    assertThat(observed).hasSize(1);
  }

  @Test
  void call_byAnAgentThatKeepsFailing_failsAtOnce_whileOthersGoOn() throws Exception {
    policies.put("x", policyWithBreaker(3));
    var dev = new FakeCaller("dev", engine);
    for (int i = 0; i < 3; i++) {
      fail(caller, "x");
      calls.call(dev, "x", 1, attempt -> "well");
    }

    assertThatThrownBy(() -> calls.call(caller, "x", 1, attempt -> "never"))
        .hasMessage(
            "model 'x' is not called for agent 'qa' for 30 s more: 3 of the last 3 calls failed;"
                + " try again later, or name another model");

    assertThat(calls.<String>call(dev, "x", 1, attempt -> "well")).isEqualTo("well");
    assertThat(calls.health())
        .extracting(Health.Part::name)
        .containsExactly("agent 'qa' with model 'x'");
  }

  @Test
  void call_afterAWhile_isAProbe_andClosesTheBreakers() throws Exception {
    policies.put("x", policyWithBreaker(1));
    fail(caller, "x");
    time.pass(Duration.ofSeconds(31));

    calls.call(
        caller,
        "x",
        1,
        attempt -> {
          assertThat(calls.health()).hasSize(2);
          assertThatThrownBy(
                  () -> calls.call(new FakeCaller("dev", engine), "x", 1, other -> "never"))
              .hasMessageContaining("is not called now");
          return "well";
        });

    assertThat(calls.health()).isEmpty();
  }

  @Test
  void call_ofAProbe_thatEndsAnyOtherWay_givesItsPlaceBack() throws Exception {
    policies.put("x", policyWithBreaker(1).withRate(10, Duration.ofSeconds(1)));
    fail(caller, "x");
    time.pass(Duration.ofSeconds(31));
    // refused by the budget
    assertThatThrownBy(() -> calls.call(caller, "x", 5_000, attempt -> "never"))
        .isInstanceOf(BudgetExceededException.class);
    // interrupted while it waits for its model
    caller.interruptedAtUse = true;
    assertThatThrownBy(() -> calls.call(caller, "x", 1, attempt -> "never"))
        .isInstanceOf(InterruptedException.class);
    caller.interruptedAtUse = false;
    // each way to end
    for (Throwable thrown : notRepeated()) {
      assertThatThrownBy(() -> calls.call(caller, "x", 1, throwing(thrown))).isSameAs(thrown);
    }
    time.pass(Duration.ofSeconds(1));
    assertThat(calls.health()).hasSize(2);

    calls.call(caller, "x", 900, attempt -> "well");

    assertThat(calls.health()).isEmpty();
    assertTokensFree(100);
  }

  @Test
  void call_ofAProbe_thatHasNoTimeForTheRate_givesItsPlaceBack() throws Exception {
    policies.put("x", policyWithBreaker(1).withRate(1, Duration.ofMinutes(1)));
    fail(caller, "x");
    time.pass(Duration.ofSeconds(61));
    calls.call(caller, "y", 1, attempt -> "well");
    assertThatThrownBy(() -> calls.call(caller, "x", 1, throwing(new IOException("mine"))))
        .isInstanceOf(IOException.class);
    caller.remaining = Duration.ofSeconds(1);
    assertThatThrownBy(() -> calls.call(caller, "x", 1, attempt -> "never"))
        .hasMessageStartingWith("model 'x' may be called 1 times in 60 s");
    caller.remaining = Duration.ofMinutes(5);

    calls.call(caller, "x", 1, attempt -> "well");

    assertThat(calls.health()).isEmpty();
  }

  @Test
  void call_whenTheModelsBreakerLetsItInButTheAgentsDoesNot_costsTheModelNoProbe()
      throws Exception {
    policies.put("x", policyWithBreaker(1));
    var dev = new FakeCaller("dev", engine);
    fail(caller, "x");
    time.pass(Duration.ofSeconds(31));
    fail(caller, "x"); // the probe fails: both are open again
    time.pass(Duration.ofSeconds(31));
    calls.call(dev, "x", 1, attempt -> "well"); // closes the model's
    calls.call(
        caller,
        "x",
        1,
        attempt -> {
          assertThatThrownBy(() -> calls.call(caller, "x", 1, other -> "never"))
              .hasMessageContaining("for agent 'qa' now");
          return "well";
        });

    assertThat(calls.health()).isEmpty();
  }

  @Test
  void call_thatWaitedWhileTheBreakerOpened_isNotMade() throws Exception {
    policies.put("x", policyWithBreaker(1));
    var slow = new FakeCaller("slow", engine);
    slow.atUse = () -> fail(caller, "x");

    assertThatThrownBy(() -> calls.call(slow, "x", 1, attempt -> "never"))
        .hasMessageStartingWith("model 'x' is not called for 30 s more");

    assertThat(observed).hasSize(1);
  }

  @Test
  void call_ofAnyNumberOfNames_remembersAThousand() throws Exception {
    policies.put("x", policyWithBreaker(1));
    fail(caller, "x");
    for (int i = 0; i < 2_000; i++) {
      calls.call(
          new FakeCaller("agent " + i, engine),
          "model " + i,
          0,
          attempt -> {
            attempt.used(Usage.NONE);
            return "x";
          });
    }

    assertThat(calls.health()).isEmpty(); // forgotten
    assertThat(calls.<String>call(caller, "x", 1, attempt -> "anew")).isEqualTo("anew");
  }

  // before the first call

  @Test
  void requirePrices_ofABudgetOnCost_namesTheModelsWithoutOne() {
    policies.put("a", ModelPolicy.defaults().withPrice(Price.perMillion("1", "1", "1")));
    Budget costs = Budget.unlimited().withCost(BigDecimal.ONE);

    assertThatThrownBy(
            () ->
                ModelCalls.requirePrices(
                    Set.of("c", "a", "b"), Budget.unlimited(), costs, this::policy))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "a budget limits cost, but models ['b', 'c'] have no price; set each with"
                + " ModelPolicy.withPrice, for example"
                + " ModelPolicy.defaults().withPrice(Price.perMillion(\"3.00\", \"15.00\","
                + " \"0.30\"))");
    assertThatThrownBy(
            () -> ModelCalls.requirePrices(Set.of("b"), costs, Budget.unlimited(), this::policy))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void requirePrices_whenAllHaveOne_orNobodyLimitsCost_isContent() {
    policies.put("a", ModelPolicy.defaults().withPrice(Price.perMillion("1", "1", "1")));
    Budget costs = Budget.unlimited().withCost(BigDecimal.ONE);

    assertThatCode(
            () -> {
              ModelCalls.requirePrices(Set.of("a"), costs, costs, this::policy);
              ModelCalls.requirePrices(
                  Set.of("a", "b"), Budget.unlimited(), Budget.unlimited(), this::policy);
            })
        .doesNotThrowAnyException();
  }
}
