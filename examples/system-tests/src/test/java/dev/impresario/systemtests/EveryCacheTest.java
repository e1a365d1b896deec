package dev.impresario.systemtests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentLoadException;
import dev.impresario.Engine;
import dev.impresario.PromptCacheStats;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine promises of prompts whatever cache they are kept in, held with each there is. */
@Timeout(120)
class EveryCacheTest {
  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void load_by200ThreadsOf1000Agents_readsEachOnce(Backend backend) throws Exception {
    var shelf = new ShelfSource(1_000);
    try (Engine engine = engine(backend, shelf)) {
      List<String> ids = engine.registry().list().stream().map(agent -> agent.id()).toList();
      shelf.reads.set(0);

      inParallel(200, thread -> () -> loadAll(engine, shuffled(ids, thread)));

      PromptCacheStats stats = engine.prompts().stats();
      assertThat(stats.loads()).isEqualTo(1_000);
      assertThat(shelf.reads).hasValue(1_000);
      assertThat(stats.hits() + stats.misses()).isEqualTo(200 * 1_000);
      assertThat(stats.size().entries()).isEqualTo(1_000);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void load_ofAnotherAgent_neverWaits(Backend backend) throws Exception {
    var shelf = new ShelfSource(2);
    try (Engine engine = engine(backend, shelf)) {
      engine.registry().list();
      var reading = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      shelf.hook = (id, content) -> held(id, content, reading, release);
      Future<?> slow = threads.submit(() -> engine.registry().load("agent-0"));
      assertThat(reading.await(20, SECONDS)).isTrue();

      String quick = engine.registry().load("agent-1").prompt();

      assertThat(quick).isEqualTo("You are agent-1.\n");
      assertThat(slow.isDone()).isFalse();
      release.countDown();
      slow.get(20, SECONDS);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void load_thatFails_keepsNothing_andTheNextOneTriesAgain(Backend backend) {
    var shelf = new ShelfSource(1);
    try (Engine engine = engine(backend, shelf)) {
      engine.registry().list();
      shelf.hook =
          (id, content) -> {
            throw new IOException("disk on fire");
          };
      assertThatThrownBy(() -> engine.registry().load("agent-0"))
          .isInstanceOf(AgentLoadException.class);
      shelf.hook = (id, content) -> null; // a careless plugin
      assertThatThrownBy(() -> engine.registry().load("agent-0"))
          .isInstanceOf(AgentLoadException.class);
      assertThat(engine.prompts().stats().size().entries()).isZero();

      shelf.hook = (id, content) -> content;

      assertThat(engine.registry().load("agent-0").prompt()).isEqualTo("You are agent-0.\n");
      assertThat(engine.prompts().stats().failures()).isGreaterThanOrEqualTo(2); // it tries again
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void load_mayLoadAnotherAgentOnTheWay(Backend backend) {
    var shelf = new ShelfSource(2);
    try (Engine engine = engine(backend, shelf)) {
      engine.registry().list();
      var inner = new ArrayList<String>();
      shelf.hook =
          (id, content) -> {
            if (id.equals("agent-0")) {
              inner.add(engine.registry().load("agent-1").prompt());
            }
            return content;
          };

      String outer = engine.registry().load("agent-0").prompt();

      assertThat(outer).isEqualTo("You are agent-0.\n");
      assertThat(inner).containsExactly("You are agent-1.\n");
      assertThat(engine.prompts().stats().size().entries()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void invalidate_duringALoad_keepsItsPromptOut(Backend backend) throws Exception {
    var shelf = new ShelfSource(1);
    try (Engine engine = engine(backend, shelf)) {
      engine.registry().list();
      var reading = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      shelf.hook = (id, content) -> held(id, content, reading, release);
      Future<?> load = threads.submit(() -> engine.registry().load("agent-0"));
      assertThat(reading.await(20, SECONDS)).isTrue();

      engine.prompts().invalidate("agent-0");
      release.countDown();
      load.get(20, SECONDS);

      assertThat(engine.prompts().stats().size().entries()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void counts_areExactUnderEightThreads(Backend backend) throws Exception {
    var shelf = new ShelfSource(10);
    try (Engine engine = engine(backend, shelf)) {
      List<String> ids = IntStream.range(0, 1_000).mapToObj(i -> ShelfSource.id(i % 10)).toList();
      engine.registry().list();

      inParallel(8, thread -> () -> loadAll(engine, shuffled(ids, thread)));

      PromptCacheStats stats = engine.prompts().stats();
      assertThat(stats.loads()).isEqualTo(10);
      assertThat(stats.failures()).isZero();
      assertThat(stats.misses()).isBetween(10L, 80L); // each thread misses an agent once at most
      assertThat(stats.hits() + stats.misses()).isEqualTo(8_000);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Backend#all")
  void load_withRoomForAFew_isRightForAll(Backend backend) throws Exception {
    var shelf = new ShelfSource(100);
    try (Engine engine =
        backend.install(builder(shelf), directory).promptCacheBytes(2_000).build()) {
      List<String> ids = engine.registry().list().stream().map(agent -> agent.id()).toList();

      inParallel(8, thread -> () -> loadAll(engine, shuffled(ids, thread)));

      PromptCacheStats stats = engine.prompts().stats();
      assertThat(stats.size().weight()).isLessThanOrEqualTo(2_000);
      assertThat(stats.size().evictions()).isGreaterThan(90);
      assertThat(stats.loads()).isEqualTo(stats.size().evictions() + stats.size().entries());
    }
  }

  private Engine engine(Backend backend, ShelfSource shelf) {
    return backend.install(builder(shelf), directory).build();
  }

  private static Impresario.Builder builder(ShelfSource shelf) {
    return Impresario.builder().source(Scope.PROJECT, shelf);
  }

  private static byte[] held(
      String id, byte[] content, CountDownLatch reading, CountDownLatch release)
      throws IOException {
    if (id.equals("agent-0")) {
      reading.countDown();
      try {
        assertThat(release.await(20, SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return content;
  }

  /** Loads these, and checks that each is itself. */
  private static boolean loadAll(Engine engine, List<String> ids) {
    for (String id : ids) {
      assertThat(engine.registry().load(id).prompt()).isEqualTo(ShelfSource.prompt(id));
    }
    return true;
  }

  private static List<String> shuffled(List<String> ids, int seed) {
    var copy = new ArrayList<>(ids);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }

  /** Gives each thread its work, lets all begin at once and waits for all. */
  private void inParallel(int count, IntFunction<Callable<Boolean>> work) throws Exception {
    var together = new CyclicBarrier(count);
    var results = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < count; i++) {
      Callable<Boolean> mine = work.apply(i);
      results.add(
          threads.submit(
              () -> {
                together.await(30, SECONDS);
                return mine.call();
              }));
    }
    for (Future<Boolean> result : results) {
      assertThat(result.get(100, SECONDS)).isTrue();
    }
  }
}
