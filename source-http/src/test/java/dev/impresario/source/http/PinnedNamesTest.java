package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PinnedNamesTest {
  private static final long SHORT = 50_000_000;

  private final Trial trial = new Trial();
  private final Crew crew = new Crew(1, "names");
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    crew.dismiss();
  }

  @Test
  void lookUp_thatNeverBegan_isNoFailureOfItsHost() throws Exception {
    trial.names.put("a.example", List.of("1.1.1.1"));
    var names = new PinnedNames(AllowList.of(List.of()), trial.world(), crew);
    crew.execute(this::takeTheThread);
    begun.await();

    FetchFailure failure =
        catchThrowableOfType(
            FetchFailure.class, () -> names.addresses(address("https://a.example/"), SHORT));

    assertThat(failure)
        .hasMessage("the name 'a.example' is not looked up, since others take too long");
    assertThat(failure.kind()).isEqualTo(FetchFailure.Kind.LEFT_ALONE);
    end.countDown();
    assertThat(names.addresses(address("https://a.example/"), Long.MAX_VALUE)).hasSize(1);
    assertThat(trial.lookUps).containsExactly("a.example");
  }

  @Test
  void lookUp_thatIsInterrupted_isNoFailureOfItsHost() throws Exception {
    var names = new PinnedNames(AllowList.of(List.of()), trial.world(), crew);
    crew.execute(this::takeTheThread);
    Thread.currentThread().interrupt();

    FetchFailure failure =
        catchThrowableOfType(
            FetchFailure.class,
            () -> names.addresses(address("https://a.example/"), Long.MAX_VALUE));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(FetchFailure.Kind.ANSWER);
  }

  private void takeTheThread() {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static WebAddress address(String url) throws FetchFailure {
    return WebAddress.parse(url);
  }
}
