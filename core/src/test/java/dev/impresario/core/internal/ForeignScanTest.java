package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ImpresarioException;
import dev.impresario.Scope;
import dev.impresario.Trust;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.live.Rest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources that hang in a scan, or leave its thread interrupted. */
@Timeout(30)
class ForeignScanTest {
  private final FakeSource bad = new FakeSource("bad").with("a.md", "a\n1");
  private final FakeSource good = new FakeSource("good").with("qa.md", "qa\n1");
  private final EngineFixture fixture =
      new EngineFixture().source(Scope.PROJECT, bad).source(Scope.USER, good);

  private final Workers workers = new Workers();
  private final Scanner hasty =
      new Scanner(
          new Reader(
              new Formats(List.of(new Format("line", new LineFormat(), true))),
              new CoalescingPromptCache(new MapCache<>(), 1_000)),
          workers,
          new Rest(Duration.ofMillis(1), InstantSource.system(), System::nanoTime),
          Duration.ofSeconds(1));
  private List<SourceState> states =
      List.of(
          SourceState.unseen(new BoundSource(bad, "bad", Scope.PROJECT, 0, Trust.full())),
          SourceState.unseen(new BoundSource(good, "good", Scope.USER, 1, Trust.full())));

  @AfterEach
  void close() {
    fixture.close();
    workers.close();
  }

  @Test
  void sourceThatHangs_keepsWhatItHeld_andTheOthersAreFollowed() throws Exception {
    states = hasty.scan(states, false);
    var release = new CountDownLatch(1);
    bad.scanHook = () -> await(release);
    good.with("new.md", "new\n");

    states = hasty.scan(states, true);

    assertThat(states.get(0).files()).containsOnlyKeys("a.md");
    assertThat(states.get(0).problems())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "bad: error [scan-hangs] it has not answered for 1 s; what was known of it stays in"
                + " use; it is asked again when it has answered");
    assertThat(states.get(1).files()).containsKey("new.md");
  }

  @Test
  void sourceThatHangsInARead_costsOnlyItself() throws Exception {
    states = hasty.scan(states, false);
    var release = new CountDownLatch(1);
    bad.with("a.md", "a\n2").readHook = path -> await(release);
    good.with("new.md", "new\n");

    states = hasty.scan(states, true);

    assertThat(states.get(0).problems()).extracting(Diagnostic::code).containsExactly("scan-hangs");
    assertThat(states.get(1).files()).containsKey("new.md");
  }

  @Test
  void sourceThatHangs_isAskedAgainOnlyWhenItHasAnswered_andThatIsTaken() throws Exception {
    states = hasty.scan(states, false);
    var release = new CountDownLatch(1);
    bad.scanHook = () -> await(release);
    states = hasty.scan(states, true);
    List<SourceState> hanging = states;
    int scans = bad.scans.get();

    states = hasty.scan(states, true);
    assertThat(bad.scans).hasValue(scans);
    assertThat(states.get(0)).isSameAs(hanging.get(0));

    bad.scanHook = () -> {};
    bad.with("late.md", "late\n");
    release.countDown();
    while (!states.get(0).files().containsKey("late.md")) {
      states = hasty.scan(states, true);
    }
    assertThat(states.get(0).problems()).isEmpty();
  }

  @Test
  void sourceThatLeavesItsThreadInterrupted_costsNobodyAnything() {
    bad.scanHook = () -> Thread.currentThread().interrupt();
    bad.readHook = path -> Thread.currentThread().interrupt();
    good.readHook =
        path -> {
          if (Thread.currentThread().isInterrupted()) {
            throw new java.nio.channels.ClosedByInterruptException();
          }
        };

    for (int i = 0; i < 50; i++) {
      bad.with("b" + i + ".md", "b" + i + "\n");
      good.with("g" + i + ".md", "g" + i + "\n");
      fixture.registry().refresh();
    }

    assertThat(Thread.interrupted()).isFalse();
    assertThat(fixture.registry().list()).hasSize(102);
    assertThat(fixture.registry().diagnostics())
        .filteredOn(found -> found.severity() == Severity.ERROR)
        .isEmpty();
  }

  @Test
  void interruptOfTheCaller_endsItsScan_andTheNextBeginsWhenThatHasEnded() throws Exception {
    var scanning = new CountDownLatch(1);
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    bad.scanHook =
        () -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          if (bad.scans.get() == 1) {
            scanning.countDown();
            awaitInterrupt();
          }
          atOnce.decrementAndGet();
        };
    var thrown = new AtomicReference<Throwable>();
    var caller =
        new Thread(
            () -> {
              try {
                fixture.registry().list();
              } catch (ImpresarioException e) {
                if (Thread.currentThread().isInterrupted()) {
                  thrown.set(e);
                }
              }
            });
    caller.start();
    scanning.await();

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).hasMessage("interrupted while waiting for a scan");
    assertThat(fixture.registry().list()).hasSize(2);
    assertThat(most).hasValue(1);
  }

  @Test
  void interruptOfTheCaller_beforeTheScan_counts() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fixture.registry().list()).isInstanceOf(ImpresarioException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void awaitInterrupt() {
    await(new CountDownLatch(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
