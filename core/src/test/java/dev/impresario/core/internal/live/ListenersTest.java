package dev.impresario.core.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.impresario.RegistryChange;
import dev.impresario.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenersTest {
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Listeners listeners = new Listeners(this::thread);
  private final BlockingQueue<RegistryChange> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void close() {
    listeners.close();
  }

  @Test
  void listener_hearsOfChangesInOrder() throws Exception {
    listeners.add(heard::add);

    for (int i = 0; i < 50; i++) {
      listeners.tell(added("agent-" + i));
    }

    for (int i = 0; i < 50; i++) {
      assertThat(heard.take()).isEqualTo(added("agent-" + i));
    }
  }

  @Test
  void interruptThatAListenerLeaves_doesNotReachItsNextLetter() throws Exception {
    var interrupted = new LinkedBlockingQueue<Boolean>();
    listeners.add(
        change -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
        });

    for (int i = 0; i < 50; i++) {
      listeners.tell(added("agent-" + i));
    }

    for (int i = 0; i < 50; i++) {
      assertThat(interrupted.take()).isFalse();
    }
  }

  @Test
  void listener_hearsNothing_ifNothingChanged() {
    listeners.add(heard::add);

    listeners.tell(new RegistryChange(Set.of(), Set.of(), Set.of()));

    assertThat(threads).isEmpty();
  }

  @Test
  void slowListener_missesNothing_andIsToldOfMuchAtOnce() throws Exception {
    listeners.add(this::slowly);
    listeners.tell(added("first"));
    begun.await();

    for (int i = 0; i < 1_000; i++) {
      listeners.tell(added("agent-" + i));
    }
    go.countDown();

    assertThat(heard.take()).isEqualTo(added("first"));
    var ids = new ArrayList<String>();
    int letters = 0;
    while (ids.size() < 1_000) {
      ids.addAll(heard.take().added());
      letters++;
    }
    assertThat(letters).isEqualTo(Listeners.CAPACITY);
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void slowListener_isNotToldOfWhatCameToNothing() throws Exception {
    listeners.add(this::slowly);
    listeners.tell(added("first"));
    begun.await();
    for (int i = 1; i < Listeners.CAPACITY; i++) {
      listeners.tell(added("agent-" + i));
    }

    for (int i = 0; i < 1_000; i++) {
      listeners.tell(added("fleeting"));
      listeners.tell(new RegistryChange(Set.of(), Set.of(), Set.of("fleeting")));
    }
    listeners.tell(added("last"));
    go.countDown();

    RegistryChange latest = heard.take();
    while (!latest.equals(added("last"))) {
      assertThat(latest.added()).doesNotContain("fleeting");
      latest = heard.take();
    }
  }

  @Test
  void listenerThatThrows_isToldOfTheNextChange_andHarmsNoOther() throws Exception {
    var throwing = new LinkedBlockingQueue<RegistryChange>();
    listeners.add(
        change -> {
          throwing.add(change);
          throw new AssertionError("a bug of the listener");
        });
    listeners.add(heard::add);

    listeners.tell(added("a"));
    listeners.tell(added("b"));

    assertThat(List.of(throwing.take(), throwing.take())).containsExactly(added("a"), added("b"));
    assertThat(List.of(heard.take(), heard.take())).containsExactly(added("a"), added("b"));
  }

  @Test
  void listenerThatBlocks_holdsUpNoOther_andNoClose() throws Exception {
    var interrupted = new CountDownLatch(1);
    listeners.add(
        change -> {
          begun.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    listeners.add(heard::add);
    listeners.tell(added("a"));
    begun.await();
    assertThat(heard.take()).isEqualTo(added("a"));

    listeners.close();

    interrupted.await();
  }

  @Test
  void closedSubscription_isToldOfNothingMore_evenFromWithinItsListener() throws Exception {
    var own = new AtomicReference<Subscription>();
    own.set(
        listeners.add(
            change -> {
              heard.add(change);
              Objects.requireNonNull(own.get()).close();
            }));

    listeners.tell(added("a"));
    listeners.tell(added("b"));

    assertThat(heard.take()).isEqualTo(added("a"));
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void threads_liveOnlyWhileThereIsSomethingToTell() throws Exception {
    listeners.add(heard::add);

    listeners.tell(added("a"));
    threads.get(0).join();
    listeners.tell(added("b"));
    threads.get(1).join();

    assertThat(heard).hasSize(2);
  }

  @Test
  void add_afterTheClose_isRefused() {
    listeners.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> listeners.add(heard::add))
        .withMessage("the engine is closed");
  }

  private void slowly(RegistryChange change) {
    begun.countDown();
    try {
      assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heard.add(change);
  }

  private Thread thread(Runnable work) {
    var thread = new Thread(work, "listener");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  private static RegistryChange added(String id) {
    return new RegistryChange(Set.of(id), Set.of(), Set.of());
  }
}
