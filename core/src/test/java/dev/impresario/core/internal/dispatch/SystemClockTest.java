package dev.impresario.core.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemClockTest {
  private static final long LATE = Duration.ofHours(1).toNanos();
  private static final long SOON = Duration.ofMillis(20).toNanos();

  private final SystemClock clock = new SystemClock();

  @AfterEach
  void close() {
    clock.close();
  }

  @Test
  void schedule_whatIsDueBeforeWhatTheThreadWaitsFor_isDoneFirst() throws InterruptedException {
    var order = new CopyOnWriteArrayList<String>();
    var done = new CountDownLatch(2);
    clock.schedule(() -> order.add("late"), LATE);

    clock.schedule(() -> add(order, "second", done), 25 * SOON);
    clock.schedule(() -> add(order, "first", done), SOON);

    done.await();
    assertThat(order).containsExactly("first", "second");
  }

  private static void add(List<String> order, String what, CountDownLatch done) {
    order.add(what);
    done.countDown();
  }

  @Test
  void schedule_withdrawn_isNotDone() throws InterruptedException {
    var done = new AtomicInteger();
    var after = new CountDownLatch(1);

    clock.schedule(done::incrementAndGet, 10 * SOON).run();
    clock.schedule(after::countDown, 11 * SOON);

    after.await();
    assertThat(done).hasValue(0);
  }

  @Test
  void schedule_amongManyThatAreWithdrawn_isDoneEachOnce() throws InterruptedException {
    var done = new AtomicInteger();
    var missing = new CountDownLatch(100);

    for (int i = 0; i < 100_000; i++) {
      clock.schedule(done::incrementAndGet, LATE).run();
      if (i % 1_000 == 0) {
        clock.schedule(missing::countDown, SOON);
      }
    }

    missing.await();
    assertThat(done).hasValue(0);
  }

  @Test
  void schedule_afterOneThatThrows_isDone() throws InterruptedException {
    var done = new CountDownLatch(1);

    clock.schedule(
        () -> {
          throw new AssertionError("as a plugin may");
        },
        0);
    clock.schedule(done::countDown, SOON);

    done.await();
  }

  @Test
  void schedule_afterOneWhoseFailureCannotBeLogged_isDoneByTheSameThread()
      throws InterruptedException {
    var broken =
        new SystemClock.Surroundings() {
          @Override
          void tell(Throwable failure) {
            throw new IllegalStateException("as a log whose disk is full may");
          }
        };
    try (var clock = new SystemClock(Duration.ofHours(1), broken)) {
      var threads = new LinkedBlockingQueue<Thread>();

      clock.schedule(
          () -> {
            threads.add(Thread.currentThread());
            throw new AssertionError("as a plugin may");
          },
          0);
      Thread first = threads.take();
      clock.schedule(() -> threads.add(Thread.currentThread()), 2 * SOON);

      assertThat(threads.take()).isSameAs(first);
    }
  }

  @Test
  void schedule_beforeAnErrorEndsTheThread_isDoneByAnother() throws InterruptedException {
    var failing = new AtomicReference<@Nullable Thread>();
    var scarce =
        new SystemClock.Surroundings() {
          @Override
          long nanos() {
            if (failing.compareAndSet(Thread.currentThread(), null)) {
              throw new OutOfMemoryError("as when sorting in");
            }
            return super.nanos();
          }
        };
    try (var clock = new SystemClock(Duration.ofHours(1), scarce)) {
      var threads = new LinkedBlockingQueue<Thread>();
      clock.schedule(() -> threads.add(Thread.currentThread()), 10 * SOON);

      clock.schedule(
          () -> {
            Thread own = Thread.currentThread();
            own.setUncaughtExceptionHandler((thread, error) -> threads.add(thread));
            failing.set(own);
          },
          0);

      Thread ended = threads.take();
      assertThat(threads.take()).isNotSameAs(ended);
      ended.join();
    }
  }

  @Test
  void schedule_afterTheIdleThreadEnded_isDoneByAnother() throws InterruptedException {
    try (var clock = new SystemClock(Duration.ofMillis(1), new SystemClock.Surroundings())) {
      var threads = new LinkedBlockingQueue<Thread>();
      clock.schedule(() -> threads.add(Thread.currentThread()), 0);
      Thread first = threads.take();
      first.join();

      clock.schedule(() -> threads.add(Thread.currentThread()), SOON); // later than it stays idle

      assertThat(threads.take()).isNotSameAs(first);
    }
  }

  @Test
  void schedule_amongManyThatAreWithdrawn_keepsNoneOfThem() throws InterruptedException {
    try (var clock = new SystemClock(Duration.ofMillis(1), new SystemClock.Surroundings())) {
      var sorted = new CountDownLatch(1);
      List<WeakReference<Runnable>> withdrawn =
          IntStream.range(0, 1_000).mapToObj(i -> withdrawn(clock)).toList();
      clock.schedule(sorted::countDown, SOON);
      sorted.await();

      while (withdrawn.stream().anyMatch(plan -> plan.get() != null)) {
        System.gc();
        if (Thread.interrupted()) { // by the timeout, which bounds this
          throw new InterruptedException("withdrawn plans were kept");
        }
      }
    }
  }

  private static WeakReference<Runnable> withdrawn(SystemClock clock) {
    Runnable plan = clock.schedule(() -> {}, LATE);
    plan.run();
    clock.schedule(() -> {}, LATE); // lives, and came right after
    return new WeakReference<>(plan);
  }

  @Test
  void schedule_soLateThatNobodyCanCountIt_isNotDoneNow() throws InterruptedException {
    var done = new AtomicInteger();
    var after = new CountDownLatch(1);

    clock.schedule(done::incrementAndGet, Long.MAX_VALUE);
    clock.schedule(after::countDown, SOON);

    after.await();
    assertThat(done).hasValue(0);
  }

  @Test
  void isOwnThread_ofWhatIsScheduled_isTrue() throws InterruptedException {
    var own = new CountDownLatch(1);

    clock.schedule(
        () -> {
          if (clock.isOwnThread()) {
            own.countDown();
          }
        },
        0);

    own.await();
    assertThat(clock.isOwnThread()).isFalse();
  }
}
