package dev.impresario.core.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.spi.AgentResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 5);
  private final Rest rest = new Rest(Duration.ofMillis(100), () -> NOW, ticker::get);

  @Test
  void read_ofContentThatRests_returnsIt() throws Exception {
    assertThat(rest.read(changedAt(NOW.minusMillis(100), NOW.minusMillis(100)), 9)).isEqualTo(A);
  }

  @Test
  void read_ofContentOfWhichNothingIsKnown_returnsIt() throws Exception {
    assertThat(rest.read(new Content(), 9)).isEqualTo(A);
  }

  @Test
  void read_ofContentThatChangedAMomentAgo_doesNotEvenRead() {
    Content content = changedAt(NOW.minusMillis(99));

    assertStillChanging(content);
    assertThat(content.reads).isZero();
  }

  @Test
  void read_ofContentThatChangesMeanwhile_doesNotReturnIt() {
    assertStillChanging(changedAt(NOW.minusSeconds(9), NOW.plusMillis(1)));
  }

  @Test
  void read_ofContentFromTheFuture_takesItForJustChanged() {
    assertStillChanging(changedAt(NOW.plusSeconds(3_600)));
    assertStillChanging(changedAt(Instant.MAX));
  }

  @Test
  void readOverdue_returnsWhatNobodyWroteMeanwhile() throws Exception {
    Content content = changedAt(NOW, NOW.plusMillis(1), NOW.plusMillis(2), NOW.plusMillis(2));

    rest.readOverdue(content, 9);

    assertThat(content.reads).isEqualTo(2);
  }

  @Test
  void readOverdue_ofContentThatNeverRests_returnsWhatThereIs() throws Exception {
    var content = new Content();
    for (int i = 0; i < 10; i++) {
      content.changes.add(NOW.plusMillis(i));
    }

    assertThat(rest.readOverdue(content, 9)).isEqualTo(A);
    assertThat(content.reads).isEqualTo(3);
  }

  @Test
  void change_isOverdueAfterASecond() {
    long since = ticker.get();

    ticker.addAndGet(999_999_999);
    assertThat(rest.isOverdue(since)).isFalse();
    ticker.incrementAndGet();
    assertThat(rest.isOverdue(since)).isTrue();
  }

  @Test
  void missingFile_isGoneAfterTheQuietPeriod_butASecondAtMost() {
    var patient = new Rest(Duration.ofHours(1), () -> NOW, ticker::get);
    long since = ticker.get();

    ticker.addAndGet(99_999_999);
    assertThat(rest.isGone(since)).isFalse();
    ticker.incrementAndGet();
    assertThat(rest.isGone(since)).isTrue();
    assertThat(patient.isGone(since)).isFalse();
    ticker.addAndGet(900_000_000);
    assertThat(patient.isGone(since)).isTrue();
  }

  private void assertStillChanging(Content content) {
    assertThatThrownBy(() -> rest.read(content, 9)).isInstanceOf(StillChangingException.class);
  }

  private static final byte[] A = {'a'};

  private static Content changedAt(Instant... times) {
    var content = new Content();
    content.changes.addAll(List.of(times));
    return content;
  }

  /** Says when it last changed, one answer after another. */
  private static final class Content implements AgentResource {
    private final Deque<Instant> changes = new ArrayDeque<>();
    private int reads;

    @Override
    public String path() {
      return "qa.md";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public @Nullable Instant lastChanged() {
      return changes.poll();
    }

    @Override
    public byte[] read(int limit) {
      reads++;
      return A;
    }
  }
}
