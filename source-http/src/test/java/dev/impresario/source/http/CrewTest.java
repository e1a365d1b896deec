package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {

  @Test
  void dismiss_tellsWhoWaits_forTheDeafAndForThoseThatNeverBegan() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var crew = new Crew(1, "crew");
    Future<?> deaf =
        crew.submit(
            () -> {
              begun.countDown();
              awaitDeaf(end);
            });
    Future<?> waiting = crew.submit(() -> {});
    begun.await();

    crew.dismiss();

    assertThatThrownBy(deaf::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> crew.submit(() -> {})).isInstanceOf(RejectedExecutionException.class);
    assertThat(end.getCount()).isOne();
    end.countDown();
  }

  private static void awaitDeaf(CountDownLatch end) {
    while (end.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
