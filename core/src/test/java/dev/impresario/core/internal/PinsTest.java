package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentMetadata;
import dev.impresario.AgentNotFoundException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Pins;
import dev.impresario.Pins.Mode;
import dev.impresario.Precedence;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PinsTest {
  private static final String GOOD = "qa\nTest.";
  private static final String PINNED = Sha256.of(GOOD.getBytes(UTF_8));
  private static final String HINT =
      "; look at what changed; then pin it anew with 'impresario lock', or restore the file";

  private final FakeSource project = new FakeSource("project");
  private final FakeSource user = new FakeSource("user");
  private final EngineFixture fixture =
      new EngineFixture().source(Scope.PROJECT, project).source(Scope.USER, user);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whatIsAsPinned_isUsedWithoutAWord() {
    project.with("qa.md", GOOD);
    pin(Mode.REFUSE);

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("Test.");
    assertThat(findings()).isEmpty();
  }

  @Test
  void warned_ofWhatDiffersOrIsNotPinnedOrIsMissing_itIsUsedAllTheSame() {
    project.with("qa.md", "qa\nother").with("x.md", "new\n");
    fixture.rules(RulesOf.pins(Mode.WARN, Map.of("qa", PINNED, "gone", PINNED)));

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("other");
    assertThat(fixture.registry().load("new").prompt()).isEmpty();
    assertThat(findings())
        .containsExactly(
            "warning [pin-missing] agent 'gone' is pinned, but nobody offers it; restore its file,"
                + " or write the lock file anew with 'impresario lock'",
            "project/qa.md: warning [pin-differs] agent 'qa' is used, though its version %.8s… is"
                    .formatted(Sha256.of("qa\nother".getBytes(UTF_8)))
                + " not the pinned %.8s…".formatted(PINNED)
                + HINT,
            "project/x.md: warning [not-pinned] agent 'new' is used, though it is not pinned"
                + HINT);
  }

  @Test
  void refused_ifItDiffers_itIsNotFoundNotLoadedAndNotDelegatedTo() throws Exception {
    project.with("qa.md", "qa\nother");
    pin(Mode.REFUSE);
    String reason =
        "its version %.8s… is not the pinned %.8s…"
            .formatted(Sha256.of("qa\nother".getBytes(UTF_8)), PINNED);
    String message = "agent 'qa' from project/qa.md is refused: " + reason + HINT;

    assertThat(fixture.registry().find("qa")).isEmpty();
    assertThat(fixture.registry().list()).isEmpty();
    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentNotFoundException.class)
        .hasMessage(message);
    assertThat(fixture.engine().delegate(Task.of("qa", "x")))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.REFUSED);
              assertThat(failure.message()).isEqualTo(message);
            });
    assertThat(reasons()).containsExactly("project/qa.md refused: " + reason);
    assertThat(fixture.registry().diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.severity()).isEqualTo(Severity.ERROR))
        .satisfies(d -> assertThat(d.code()).isEqualTo("pin-differs"));
  }

  @Test
  void refused_ifItIsNotPinned() {
    project.with("x.md", "new\n");
    pin(Mode.REFUSE);

    assertThat(fixture.registry().find("new")).isEmpty();
    assertThat(findings()).anyMatch(line -> line.startsWith("project/x.md: error [not-pinned]"));
  }

  @Test
  void aShadowedDefinitionOfThePinnedVersion_winsOverOneThatDiffers() {
    project.with("qa.md", "qa\nevil");
    user.with("qa.md", GOOD);
    pin(Mode.REFUSE);

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("Test.");
    assertThat(reasons().get(0))
        .isEqualTo(
            "user/qa.md wins: it is of the pinned version, and what would come before it is not");
    assertThat(reasons().get(1)).startsWith("project/qa.md refused: its version ");
  }

  @Test
  void aShadowedDefinitionThatDiffers_isNoError() {
    project.with("qa.md", GOOD);
    user.with("qa.md", "qa\nolder");
    pin(Mode.REFUSE);

    assertThat(fixture.registry().diagnostics())
        .extracting(Diagnostic::severity)
        .containsExactly(Severity.INFO);
    assertThat(reasons().get(0))
        .isEqualTo("project/qa.md wins: scope project comes before scope user (project-first)");
  }

  @Test
  void alteredWhileTheEngineRuns_itIsRefusedAtTheNextRefresh() {
    project.with("qa.md", GOOD);
    pin(Mode.REFUSE);
    fixture.registry().load("qa");

    project.with("qa.md", "qa\nevil");

    assertThat(fixture.registry().refresh().removed()).containsExactly("qa");
    assertThat(fixture.registry().find("qa")).isEmpty();
  }

  @Test
  void alteredWithoutASign_itIsRefusedByTheLoadThatReadsIt() {
    project.with("qa.md", GOOD);
    pin(Mode.REFUSE);
    fixture.registry().list();

    project.changeUnseen("qa.md", "qa\nevil");

    assertThatThrownBy(() -> fixture.registry().load("qa"))
        .isInstanceOf(AgentNotFoundException.class)
        .hasMessageContaining("is not the pinned");
    assertThat(fixture.registry().find("qa")).isEmpty();
  }

  @Test
  void alteredWhileAScanIsUnderWay_aLoadDoesNotReturnIt() throws Exception {
    project.with("qa.md", GOOD);
    pin(Mode.REFUSE);
    fixture.registry().list();
    var scanning = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    user.scanHook =
        () -> {
          scanning.countDown();
          await(goOn);
        };
    var refresh = new Thread(() -> fixture.registry().refresh());
    refresh.start();
    scanning.await();

    project.changeUnseen("qa.md", "qa\nevil");
    var load = new FutureTask<>(() -> fixture.registry().load("qa"));
    var loader = new Thread(load);
    loader.start();
    Until.so(() -> load.isDone() || loader.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();

    assertThatThrownBy(load::get).hasCauseInstanceOf(AgentNotFoundException.class);
    refresh.join();
  }

  @Test
  void readByAnotherFormat_theSameBytesAreRefused() {
    project.with("qa.md", GOOD);
    var pins = new Pins(Map.of("qa", PINNED), Map.of("qa", "other"));
    fixture.rules(new Rules(Precedence.PROJECT_FIRST, Map.of(), pins, Mode.REFUSE));

    assertThat(fixture.registry().find("qa")).isEmpty();
    assertThat(reasons())
        .containsExactly("project/qa.md refused: its format 'line' is not the pinned 'other'");
  }

  @Test
  void aPinnedFileThatBreaks_staysInUseInItsPinnedVersion() {
    project.with("qa.md", GOOD);
    pin(Mode.REFUSE);
    fixture.registry().load("qa");

    project.with("qa.md", "!");
    fixture.registry().refresh();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("Test.");
  }

  @Test
  void anAlteredFileThatIsRestored_isOnOfferAgain() {
    project.with("qa.md", "qa\nevil");
    pin(Mode.REFUSE);
    assertThat(fixture.registry().find("qa")).isEmpty();

    project.with("qa.md", GOOD);

    assertThat(fixture.registry().refresh().added()).containsExactly("qa");
    assertThat(fixture.registry().list())
        .extracting(AgentMetadata::version)
        .containsExactly(PINNED);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pin(Mode mode) {
    fixture.rules(RulesOf.pins(mode, Map.of("qa", PINNED)));
  }

  private List<String> reasons() {
    return fixture.registry().explain("qa").candidates().stream()
        .map(TrustRulesTest::line)
        .toList();
  }

  private List<String> findings() {
    return fixture.registry().diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
