package dev.impresario.core.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Subscription;
import dev.impresario.core.internal.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FollowerTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration QUIET = Duration.ofMillis(1);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final FakeLook look = new FakeLook();
  private final BlockingQueue<Runnable> hints = new LinkedBlockingQueue<>();
  private final Semaphore ended = new Semaphore(0);
  private @Nullable Follower follower;

  @AfterEach
  void close() throws Exception {
    if (follower != null) {
      follower.close();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void beforeTheStart_thereIsNoThread() {
    follower(NEVER, List.of(hints::add));

    assertThat(threads).isEmpty();
  }

  @Test
  void start_looksFirst_thenHandsOutHints_thenLooksForWhatNobodyTold() throws Exception {
    Follower started = follower(NEVER, List.of(hints::add));

    started.start();
    started.start();

    look.firsts.acquire();
    hints.take();
    look.looks.acquire();
    assertThat(threads).hasSize(2);
  }

  @Test
  void hint_isFollowedByALook() throws Exception {
    follower(NEVER, List.of(hints::add)).start();
    Runnable hint = hints.take();
    look.looks.acquire();

    hint.run();

    look.looks.acquire();
  }

  @Test
  void withoutHints_itLooksAfterTheInterval() throws Exception {
    follower(Duration.ofMillis(1), List.of()).start();

    look.looks.acquire(5);
  }

  @Test
  void whatWasHeldBack_isLookedAtAgainSoon() throws Exception {
    look.held.set(true);

    follower(NEVER, List.of()).start();

    look.looks.acquire(3);
  }

  @Test
  void hintsFromManyThreads_areCheap_andFollowedByALookAfterTheLast() throws Exception {
    follower(NEVER, List.of(hints::add)).start();
    Runnable hint = hints.take();
    look.looks.acquire();

    var storm = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      storm.add(new Thread(() -> hintOften(hint)));
    }
    storm.forEach(Thread::start);
    for (Thread thread : storm) {
      thread.join();
    }
    int before = look.looks.drainPermits();
    hint.run();

    look.looks.acquire();
    assertThat(before).isLessThan(100_000);
  }

  private static void hintOften(Runnable hint) {
    for (int i = 0; i < 100_000; i++) {
      hint.run();
    }
  }

  @Test
  void sourceThatThrowsOrBlocks_keepsNobodyFromLooking() throws Exception {
    var never = new CountDownLatch(1);
    Consumer<Runnable> throwing =
        hint -> {
          throw new LinkageError("a bug of the source");
        };
    Consumer<Runnable> blocking =
        hint -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };

    follower(Duration.ofMillis(1), List.of(throwing, hints::add, blocking)).start();

    hints.take();
    look.looks.acquire(2);
  }

  @Test
  void sourceThatBlocks_takesNoHintFromThoseAfterIt_andIsShown() throws Exception {
    var never = new CountDownLatch(1);
    var blocked = new CountDownLatch(1);
    Consumer<Runnable> blocking =
        hint -> {
          blocked.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    List<Function<Runnable, Subscription>> sources =
        List.of(subscribing(blocking), subscribing(hints::add));
    var made = new Follower(NEVER, QUIET, look, sources, this::thread, Duration.ofNanos(1));
    follower = made;

    made.start();

    hints.take();
    blocked.await();
    look.looks.acquire();
    Until.so( // the other has ended, and the look
        () ->
            "1 source has not begun to tell of changes for 0 s; scans still find them"
                .equals(made.trouble()));
  }

  @Test
  void sourceThatRunsOutOfThreads_isLookedAtAllTheSame() throws Exception {
    Consumer<Runnable> starving =
        hint -> {
          throw new OutOfMemoryError("unable to create native thread");
        };

    follower(NEVER, List.of(starving)).start();

    look.looks.acquire();
  }

  @Test
  void lookThatThrows_isTriedAgain_andShown() throws Exception {
    Follower following = follower(Duration.ofMillis(1), List.of());
    look.failure = new AssertionError("a bug");
    following.start();
    look.looks.acquire(2);
    assertThat(following.trouble()).isEqualTo("looking for changes fails; the log says why");

    look.failure = null;
    look.looks.drainPermits();
    look.looks.acquire(2);

    assertThat(following.trouble()).isNull();
  }

  @Test
  void interruptThatASourceLeaves_endsNothing() throws Exception {
    look.interrupts.set(true);

    follower(Duration.ofMillis(1), List.of()).start();

    look.looks.acquire(3);
  }

  @Test
  void withoutAThread_itSaysSo() {
    var none =
        new Follower(
            NEVER,
            QUIET,
            look,
            List.of(),
            work -> {
              throw new OutOfMemoryError("unable to create native thread");
            });

    none.start();

    assertThat(none.trouble())
        .isEqualTo("the thread that follows the sources has ended; refresh() still finds changes");
  }

  @Test
  void close_endsTheThreads_andInterruptsALookThatHangs() throws Exception {
    look.hangs.set(true);
    Follower following = follower(NEVER, List.of(hints::add));
    following.start();
    look.looks.acquire();

    following.close();

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(following.trouble()).isNull();
  }

  @Test
  void close_endsWhatWasSubscribedTo_whateverOneThrows() throws Exception {
    Subscription broken =
        () -> {
          throw new IllegalStateException("a bug of the source");
        };
    Function<Runnable, Subscription> bad = hint -> broken;
    var following =
        new Follower(NEVER, QUIET, look, List.of(bad, subscribing(hints::add)), this::thread);
    follower = following;
    following.start();
    look.looks.acquire(); // by now every source has a thread that hands it its hint
    for (Thread handing : threads.subList(1, threads.size())) {
      handing.join();
    }

    following.close();

    assertThat(ended.tryAcquire()).isTrue();
  }

  @Test
  void close_whileASourceIsAsked_endsThatToo() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Follower following =
        follower(
            NEVER,
            List.of(
                hint -> {
                  asked.countDown();
                  awaitDeaf(go);
                }));
    following.start();
    asked.await();

    following.close();
    assertThat(ended.availablePermits()).isZero();
    go.countDown();

    ended.acquire();
  }

  private static void awaitDeaf(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException e) {
        // as a source that does not listen
      }
    }
  }

  @Test
  void hintAndStart_afterTheClose_doNothing() throws Exception {
    Follower following = follower(NEVER, List.of(hints::add));
    following.start();
    Runnable hint = hints.take();
    following.close();
    for (Thread thread : threads) {
      thread.join();
    }
    look.looks.drainPermits();

    hint.run();
    following.start();

    assertThat(threads).hasSize(2);
    assertThat(look.looks.availablePermits()).isZero();
  }

  private Follower follower(Duration interval, List<Consumer<Runnable>> sources) {
    Follower made =
        new Follower(
            interval, QUIET, look, sources.stream().map(this::subscribing).toList(), this::thread);
    follower = made;
    return made;
  }

  private Function<Runnable, Subscription> subscribing(Consumer<Runnable> source) {
    return hint -> {
      source.accept(hint);
      return ended::release;
    };
  }

  private Thread thread(Runnable work) {
    var thread = new Thread(work, "follower");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private static final class FakeLook implements Follower.Look {
    private final Semaphore firsts = new Semaphore(0);
    private final Semaphore looks = new Semaphore(0);
    private final AtomicBoolean held = new AtomicBoolean();
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final AtomicBoolean interrupts = new AtomicBoolean();
    private volatile @Nullable AssertionError failure;

    @Override
    public void first() {
      firsts.release();
    }

    @Override
    public boolean again() {
      looks.release();
      if (hangs.get()) {
        hang();
      }
      if (interrupts.get()) {
        Thread.currentThread().interrupt();
      }
      AssertionError thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      return held.get();
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
