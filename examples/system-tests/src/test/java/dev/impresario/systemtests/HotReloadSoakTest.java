package dev.impresario.systemtests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Very many changes. A tenth of the full sizes unless the soak factor says otherwise. */
@Tag("soak")
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class HotReloadSoakTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);
  private static final int READERS = 4;
  private static final int AGENTS = 5;

  @TempDir Path place;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong loads = new AtomicLong();
  private final Set<String> versions = ConcurrentHashMap.newKeySet();
  private LiveFolder folder = new LiveFolder(Path.of(""));
  private volatile boolean written;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new LiveFolder(Files.createDirectory(place.resolve("agents")));
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void atomicRewrites_underReaders_neverShowAHalfOrAMixture() throws Exception {
    int rewrites = 10_000 * FACTOR;
    for (int agent = 0; agent < AGENTS; agent++) {
      folder.write("agent-" + agent + ".md", VersionedAgent.text("agent-" + agent, 0));
    }
    long begin = System.nanoTime();
    try (Engine engine = folder.engine()) {
      List<Future<?>> readers = readers(engine, VersionedAgent::checkWhole);

      int i = 0;
      // a load waits a second for a file that never rests: so long that a quick disk would be done
      while (i < rewrites || (versions.size() <= AGENTS && areAtWork(readers))) {
        i++;
        String id = "agent-" + i % AGENTS;
        folder.replace(id + ".md", VersionedAgent.text(id, i));
      }
      long millis = LiveFolder.await("registry equals disk", () -> isAsOnDisk(engine));
      end(readers);

      print("%,d atomic rewrites", i, begin, millis);
      for (int agent = 0; agent < AGENTS; agent++) {
        AgentDefinition last = engine.registry().load("agent-" + agent);
        assertThat(VersionedAgent.checkWhole(last)).isGreaterThan(i - AGENTS);
      }
    }
  }

  @Test
  void inPlaceRewrites_byAForeignProcess_serveNothingUnparsable() throws Exception {
    int rewrites = 200 * FACTOR;
    folder.write("qa.md", VersionedAgent.text("qa", 0));
    long begin = System.nanoTime();
    try (Engine engine = folder.engine()) {
      List<Future<?>> readers = readers(engine, VersionedAgent::checkParsed);

      var writer = VersionedAgent.foreignWriter(folder.path().resolve("qa.md"), rewrites);
      assertThat(writer.waitFor(600, SECONDS)).isTrue();
      assertThat(writer.exitValue()).isZero();
      long millis = LiveFolder.await("registry equals disk", () -> isAsOnDisk(engine));
      end(readers);

      print("%,d rewrites in place", rewrites, begin, millis);
      AgentDefinition last = engine.registry().load("qa");
      assertThat(VersionedAgent.checkParsed(last)).isEqualTo(rewrites);
      assertThat(last.prompt()).contains("end " + rewrites);
    }
  }

  @Test
  void manyFilesAtOnce_withAListenerThatBlocks_areSoonAllThere() throws Exception {
    int files = 2_000 * FACTOR;
    var release = new CountDownLatch(1);
    long begin = System.nanoTime();
    try (Engine engine = folder.engine()) {
      var subscription = engine.registry().onChange(change -> awaitQuietly(release));

      for (int i = 0; i < files; i++) {
        String id = "agent-%05d".formatted(i);
        folder.write("team-%03d/%s.md".formatted(i % 100, id), VersionedAgent.text(id, i));
      }
      long last = System.nanoTime();
      LiveFolder.await("all there", () -> engine.registry().list().size() == files);
      long millis = (System.nanoTime() - last) / 1_000_000;

      print("%,d files at once", files, begin, millis);
      assertThat(onOffer(engine)).isEqualTo(onDisk());
      release.countDown();
      subscription.close();
    }
  }

  private interface Check {
    int check(AgentDefinition definition);
  }

  /** Starts threads that load all the time, and check each prompt. */
  private List<Future<?>> readers(Engine engine, Check check) {
    var readers = new ArrayList<Future<?>>();
    for (int reader = 0; reader < READERS; reader++) {
      readers.add(threads.submit(reading(engine, check)));
    }
    return readers;
  }

  private Callable<Long> reading(Engine engine, Check check) {
    return () -> {
      long done = 0;
      while (!written) {
        for (AgentMetadata agent : engine.registry().list()) {
          AgentDefinition definition = engine.registry().load(agent.id());
          check.check(definition);
          versions.add(definition.metadata().version());
          done++;
        }
      }
      loads.addAndGet(done);
      return done;
    };
  }

  private static boolean areAtWork(List<Future<?>> readers) {
    return readers.stream().noneMatch(Future::isDone);
  }

  private void end(List<Future<?>> readers) throws Exception {
    written = true;
    for (Future<?> reader : readers) {
      reader.get(30, SECONDS);
    }
  }

  private boolean isAsOnDisk(Engine engine) {
    try {
      return onOffer(engine).equals(onDisk());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> onOffer(Engine engine) {
    var versions = new HashMap<String, String>();
    engine.registry().list().forEach(agent -> versions.put(agent.id(), agent.version()));
    return versions;
  }

  private Map<String, String> onDisk() throws IOException {
    var versions = new HashMap<String, String>();
    try (Stream<Path> files = Files.walk(folder.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String id = String.valueOf(file.getFileName()).replace(".md", "");
        versions.put(id, VersionedAgent.sha256(Files.readAllBytes(file)));
      }
    }
    return versions;
  }

  private void print(String what, int many, long begin, long millis) {
    System.out.printf(
        what + ": %.1f s in all, right %,d ms after the last; %,d loads of %,d versions%n",
        many,
        (System.nanoTime() - begin) / 1e9,
        millis,
        loads.get(),
        versions.size());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
