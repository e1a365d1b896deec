package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ImpresarioException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {
  private final Workers workers = new Workers();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void map_returnsResultsInTheOrderOfTheItems() throws Exception {
    List<Integer> items = IntStream.range(0, 1_000).boxed().toList();

    assertThat(workers.map(items, i -> i * 2)).isEqualTo(items.stream().map(i -> i * 2).toList());
    assertThat(workers.map(List.of(), i -> i)).isEmpty();
  }

  @Test
  void map_worksInParallel() throws Exception {
    var bothAtWork = new CyclicBarrier(2);

    List<Boolean> met = workers.map(List.of(1, 2), i -> meet(bothAtWork));

    assertThat(met).containsExactly(true, true);
  }

  @Test
  void map_endsEvenWhenEveryThreadIsTaken_becauseTheCallerWorks() throws Exception {
    List<CompletableFuture<Boolean>> hogs =
        IntStream.range(0, 100)
            .mapToObj(i -> workers.submit(() -> never.await(20, TimeUnit.SECONDS)))
            .toList();

    assertThat(workers.map(List.of(1, 2, 3), i -> i)).containsExactly(1, 2, 3);
    assertThat(hogs).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void mapBegun_returnsResultsInTheOrderOfTheItems() throws Exception {
    List<Integer> items = IntStream.range(0, 1_000).boxed().toList();

    assertThat(workers.mapBegun(items, i -> -i)).isEqualTo(items.stream().map(i -> -i).toList());
    assertThat(workers.mapBegun(List.of(1), i -> -i)).containsExactly(-1);
    assertThat(workers.mapBegun(List.of(), i -> i)).isEmpty();
  }

  @Test
  @Timeout(60)
  void mapBegun_ofItemsThatMakeOneWait_worksWithMoreThreadsThanAtFirst() throws Exception {
    var fourAtWork = new CyclicBarrier(4);
    var waits = new AtomicInteger();
    int slow = 8; // the first of each thread tells nothing

    List<Boolean> met =
        workers.mapBegun(
            IntStream.range(0, slow + 4).boxed().toList(),
            i -> i < slow ? takesLong(waits) : meet(fourAtWork));

    assertThat(met).doesNotContain(false);
    assertThat(waits).hasValue(slow);
  }

  @Test
  @Timeout(60)
  void mapBegun_whoseFirstItemMakesOneWaitLong_worksWithAllThreadsAtOnce() throws Exception {
    var fourAtWork = new CyclicBarrier(4);

    List<Boolean> met =
        workers.mapBegun(
            IntStream.range(0, 5).boxed().toList(),
            i -> i == 0 ? spin(Duration.ofMillis(250)) : meet(fourAtWork));

    assertThat(met).doesNotContain(false);
  }

  /** Stands for an answer from afar, however coarse the clock is. */
  private static boolean takesLong(AtomicInteger waits) {
    waits.incrementAndGet();
    return spin(Duration.ofMillis(5));
  }

  private static boolean spin(Duration time) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < time.toNanos()) {
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void map_mayBeCalledFromWithinMap() throws Exception {
    List<Integer> sums = workers.map(IntStream.range(0, 50).boxed().toList(), i -> sumBelow(i));

    assertThat(sums.get(49)).isEqualTo(49 * 48 / 2);
  }

  @Test
  void map_whenOneItemFails_throwsAfterAllHaveEnded() {
    var done = new AtomicInteger();

    assertThatThrownBy(
            () ->
                workers.map(
                    List.of(1, 2, 3, 4),
                    i -> {
                      done.incrementAndGet();
                      if (i == 2) {
                        throw new IllegalStateException("two");
                      }
                      return i;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two");
    assertThat(done).hasValue(4);
  }

  @Test
  void submit_beyondTheBound_failsTheFutureAndSaysSo() {
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    for (int i = 0; i < 11_000; i++) {
      last = workers.submit(() -> never.await(20, TimeUnit.SECONDS));
    }

    assertThatThrownBy(last::join)
        .hasCauseInstanceOf(ImpresarioException.class)
        .hasMessageContaining(
            "10000 loads are waiting already; wait for some before asking for more");
  }

  @Test
  void close_failsWhatWaits_andInterruptsWhatRuns() {
    var futures =
        IntStream.range(0, 50)
            .mapToObj(i -> workers.submit(() -> never.await(20, TimeUnit.SECONDS)))
            .toList();

    workers.close();

    for (CompletableFuture<Boolean> future : futures) {
      assertThat(future.handle((value, failure) -> failure).orTimeout(10, TimeUnit.SECONDS).join())
          .isInstanceOfAny(IllegalStateException.class, InterruptedException.class);
    }
    assertThatThrownBy(() -> workers.submit(() -> 1).join())
        .hasRootCauseInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("the engine is closed");
  }

  private int sumBelow(int limit) {
    try {
      return workers.map(IntStream.range(0, limit).boxed().toList(), i -> i).stream()
          .mapToInt(i -> i)
          .sum();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
