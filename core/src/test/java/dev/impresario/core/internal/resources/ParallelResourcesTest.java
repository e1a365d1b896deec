package dev.impresario.core.internal.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impresario.ImpresarioException;
import dev.impresario.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelResourcesTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() throws Exception {
    Thread.interrupted();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void open_opensAndClosesInParallel_inTheOrderOfTheOpeners() throws Exception {
    var allAtIt = new CyclicBarrier(3);
    var some = List.of(meeting(allAtIt), meeting(allAtIt), meeting(allAtIt));
    List<Callable<Resource>> openers = some.stream().map(this::openedWith).toList();

    Resources<Resource> resources = ParallelResources.open(openers, threads);

    assertThat(resources.all()).containsExactlyElementsOf(some);
    resources.close();
    resources.close();
    assertThat(some).allMatch(resource -> resource.closed.get() == 1);
  }

  @Test
  void open_ofNothing_isEmpty() throws Exception {
    try (Resources<Resource> none = ParallelResources.open(List.of(), threads)) {
      assertThat(none.all()).isEmpty();
    }
  }

  @Test
  void open_withoutAThreadToSpare_endsAllTheSame() throws Exception {
    List<Executor> executors =
        List.of(
            work -> {
              throw new RejectedExecutionException();
            },
            work -> {},
            Runnable::run);
    for (Executor executor : executors) {
      var some = List.of(new Resource(), new Resource());

      ParallelResources.open(some.stream().map(ParallelResourcesTest::opener).toList(), executor)
          .close();

      assertThat(some).allMatch(resource -> resource.closed.get() == 1);
    }
  }

  @Test
  void open_ofMany_asksForSixteenHelpersAtMost() throws Exception {
    var helpers = new AtomicInteger();
    var some = Stream.generate(Resource::new).limit(100).toList();

    ParallelResources.open(
            some.stream().map(ParallelResourcesTest::opener).toList(),
            work -> {
              helpers.incrementAndGet();
              threads.execute(work);
            })
        .close();

    assertThat(some).allMatch(resource -> resource.closed.get() == 1);
    assertThat(helpers).hasValue(2 * 16); // to open and to close
  }

  @Test
  void open_whenSomeFail_closesTheOthersAndKeepsEveryFailure() {
    var opened = new Resource();
    var unclosable = new Resource();
    var first = new IOException("secret");
    var second = new StackOverflowError();
    unclosable.onClose =
        () -> {
          throw new IllegalStateException();
        };

    var failure =
        failureOf(List.of(opener(opened), failing(first), opener(unclosable), failing(second)));

    assertThat(failure)
        .hasMessage(
            "2 of 4 resources could not be opened, the first with java.io.IOException; see the"
                + " cause")
        .hasCause(first);
    assertThat(failure.getSuppressed()[0]).isSameAs(second);
    assertThat(failure.getSuppressed()[1]).isInstanceOf(IllegalStateException.class);
    assertThat(opened.closed).hasValue(1);
    assertThat(unclosable.closed).hasValue(1);
  }

  @Test
  @SuppressWarnings("NullAway") // what it must not do
  void open_ofNull_isAFailure() {
    var opened = new Resource();

    var failure = failureOf(List.of(opener(opened), () -> null));

    assertThat(failure.getCause()).hasMessage("an opener returned null");
    assertThat(opened.closed).hasValue(1);
  }

  @Test
  void open_whenAnOpenerThrowsTheUnthinkable_doesNotWaitForEver() {
    var failure =
        failureOf(List.of(failing(new OutOfMemoryError()), failing(new OutOfMemoryError())));

    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test
  void open_interrupted_interruptsTheOpenersAndClosesWhatIsOpenOrComesToBe() throws Exception {
    var opened = new Resource();
    var late = new Resource();
    var lateClosed = new CountDownLatch(1);
    late.onClose = lateClosed::countDown;
    var begun = new Semaphore(0);
    var lastOne = new CountDownLatch(1);
    List<Callable<Resource>> openers =
        List.of(
            () -> {
              begun.release();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                // goes on to open it
              }
              return late;
            },
            () -> {
              begun.release();
              new CountDownLatch(1).await();
              return new Resource();
            },
            () -> {
              lastOne.countDown();
              return opened;
            });
    Executor oneAfterAnother =
        work -> {
          threads.execute(work);
          begun.acquireUninterruptibly();
        };
    var ends = new ArrayList<Object>();
    var caller = new Thread(() -> ends.add(endOf(openers, oneAfterAnother)));
    caller.start();
    lastOne.await();

    caller.interrupt();

    caller.join();
    assertThat(ends).hasExactlyElementsOfTypes(InterruptedException.class);
    assertThat(opened.closed).hasValue(1);
    assertThat(lateClosed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void open_interruptedBefore_opensNothing() {
    var resource = new Resource();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> ParallelResources.open(List.of(opener(resource)), threads))
        .isInstanceOf(InterruptedException.class);

    assertThat(resource.opened).hasValue(0);
  }

  @Test
  void open_onAnExecutorThatRunsItHere_losesNoInterrupt() {
    var first = new Resource();
    var second = new Resource();
    Callable<Resource> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          return first;
        };

    assertThatThrownBy(
            () -> ParallelResources.open(List.of(interrupted, opener(second)), Runnable::run))
        .isInstanceOf(InterruptedException.class);

    assertThat(first.closed).hasValue(1);
    assertThat(second.opened).hasValue(0);
  }

  @Test
  void close_whenSomeFail_closesTheOthersAndKeepsEveryFailure() throws Exception {
    var some = List.of(new Resource(), new Resource(), new Resource());
    var first = new AssertionError();
    var second = new IllegalStateException();
    some.get(0).onClose =
        () -> {
          throw first;
        };
    some.get(2).onClose =
        () -> {
          throw second;
        };
    Resources<Resource> resources =
        ParallelResources.open(some.stream().map(ParallelResourcesTest::opener).toList(), threads);

    assertThatThrownBy(resources::close)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage(
            "2 of 3 resources could not be closed, the first with java.lang.AssertionError; see"
                + " the cause")
        .hasCause(first)
        .hasSuppressedException(second);

    assertThat(some).allMatch(resource -> resource.closed.get() == 1);
    resources.close();
  }

  @Test
  void close_interrupted_closesAllUndisturbedAndKeepsTheInterrupt() throws Exception {
    var some = List.of(new Resource(), new Resource());
    var disturbed = new AtomicInteger();
    some.forEach(
        resource ->
            resource.onClose =
                () -> disturbed.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
    Resources<Resource> resources =
        ParallelResources.open(some.stream().map(ParallelResourcesTest::opener).toList(), threads);
    Thread.currentThread().interrupt();

    resources.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(disturbed).hasValue(0);
    assertThat(some).allMatch(resource -> resource.closed.get() == 1);
  }

  private ImpresarioException failureOf(List<? extends Callable<? extends Resource>> openers) {
    return catchThrowableOfType(
        ImpresarioException.class, () -> ParallelResources.open(openers, threads));
  }

  private static Object endOf(
      List<? extends Callable<? extends Resource>> openers, Executor executor) {
    try {
      return ParallelResources.open(openers, executor);
    } catch (InterruptedException | ImpresarioException e) {
      return e;
    }
  }

  private Resource meeting(CyclicBarrier barrier) {
    var resource = new Resource();
    resource.onClose = () -> barrier.await(20, TimeUnit.SECONDS);
    return resource;
  }

  /** Opens it when the others come to be opened too. */
  private Callable<Resource> openedWith(Resource resource) {
    return () -> {
      resource.onClose.happen();
      return resource;
    };
  }

  private static Callable<Resource> opener(Resource resource) {
    return () -> {
      resource.opened.incrementAndGet();
      return resource;
    };
  }

  private static Callable<Resource> failing(Throwable failure) {
    return () -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    };
  }

  /** What happens on close. */
  @FunctionalInterface
  private interface Step {
    void happen() throws Exception;
  }

  @SuppressWarnings("try") // as resources of other people may be
  private static final class Resource implements AutoCloseable {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile Step onClose = () -> {};

    @Override
    public void close() throws Exception {
      closed.incrementAndGet();
      onClose.happen();
    }
  }
}
