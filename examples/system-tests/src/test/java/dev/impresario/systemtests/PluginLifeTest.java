package dev.impresario.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.PerformanceBudget;
import dev.impresario.Plugin;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.MonitorProvider;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that was closed leaves nothing: no thread, no file, no class of a plugin. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PluginLifeTest {
  private static final int ENGINES = 1_000;
  private static final int WARM_UP = 20;
  private static final int LOADERS = 100 * Integer.getInteger("impresario.soak.factor", 1);
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /** A whole plugin in one class. */
  private static final String PLUGIN =
      """
      package com.acme;

      import dev.impresario.*;
      import dev.impresario.spi.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;

      public final class Acme {
        private static final Map<String, byte[]> BALLAST = new ConcurrentHashMap<>();

        public static final class Source implements AgentSourceProvider {
          public String id() { return "acme"; }
          public AgentSource create(Options options) {
            return new AgentSource() {
              public String name() { return "acme"; }
              public Scan scan() { return new Scan(List.of(new File()), List.of()); }
            };
          }
        }

        static final class File implements AgentResource {
          public String path() { return "qa.md"; }
          public String revision() { return "1"; }
          public byte[] read(int limit) {
            return "---\\nname: qa\\ndescription: d\\n---\\nTest it.".getBytes();
          }
        }

        public static final class Runtime implements AgentRuntimeProvider {
          public String id() { return "acme"; }
          public AgentRuntime create(Options options) {
            return definition -> new Agent() {
              final ThreadLocal<Object> mine = ThreadLocal.withInitial(Object::new);
              public Reply execute(Task task, TaskContext context) throws Exception {
                mine.get();
                return Reply.of(context.call("acme-1", 1, call -> definition.prompt() + task.input()));
              }
            };
          }
        }

        public static final class Caches implements CacheProvider {
          public String id() { return "acme"; }
          public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
            var entries = new ConcurrentHashMap<K, V>();
            return new Cache<>() {
              public V get(K key) { return entries.get(key); }
              public void put(K key, V value) { entries.put(key, value); }
              public void invalidate(K key) { entries.remove(key); }
              public void invalidateIf(Predicate<? super K> filter) {
                entries.keySet().removeIf(filter);
              }
              public CacheSize size() { return new CacheSize(entries.size(), 0, 0); }
              public void close() { entries.clear(); }
            };
          }
        }

        public static final class Monitors implements MonitorProvider {
          public String id() { return "acme"; }
          public Monitor create(Options options) {
            return new Monitor() {
              public Operation operation(String name, String... tags) {
                return new Operation() {
                  public void record(long nanos, boolean success) {
                    throw new IllegalStateException("a monitor that fails is told of once");
                  }
                  public Timer start() { throw new IllegalStateException(); }
                };
              }
              public <T> CompletionStage<T> trackAsync(
                  String operation, Supplier<CompletionStage<T>> work) { return work.get(); }
              public Map<String, Measurement> snapshot() { return Map.of(); }
              public Report report() { throw new IllegalStateException(); }
              public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
                return () -> {};
              }
            };
          }
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void aThousandEngines_leaveNoThreadAndNoOpenFile() throws Exception {
    assertNothingIsLeft(ENGINES, "inmemory", Map.of());
  }

  @Test
  void aHundredEngines_withACacheOnDisk_leaveNoThreadAndNoOpenFile() throws Exception {
    String store = directory.resolve("store").toString();

    assertNothingIsLeft(
        ENGINES / 10, "ehcache", Map.of("offheap", "1", "disk", "2", "directory", store));
  }

  private void assertNothingIsLeft(int engines, String cache, Map<String, String> options)
      throws Exception {
    Path agents = Files.createDirectories(directory.resolve("agents"));
    Files.writeString(agents.resolve("qa.md"), "---\nname: qa\ndescription: d\n---\nTest it.");
    useAndClose(agents, WARM_UP, cache, options); // what is opened once, such as jars, is no leak
    awaitEndOf(ourThreads());
    Map<String, Long> before = openFiles();

    useAndClose(agents, engines, cache, options);

    awaitEndOf(ourThreads());
    assertThat(ourThreads()).isEmpty();
    // what other tests left to the collector may be closed meanwhile
    Map<String, Long> more = new HashMap<>(openFiles());
    more.entrySet().removeIf(file -> file.getValue() <= before.getOrDefault(file.getKey(), 0L));
    assertThat(more).isEmpty();
  }

  private static void useAndClose(Path agents, int times, String cache, Map<String, String> options)
      throws Exception {
    for (int i = 0; i < times; i++) {
      try (Engine engine =
          Impresario.builder()
              .source("filesystem", Scope.PROJECT, Map.of("directory", agents.toString()))
              .source("classpath", Scope.SYSTEM, Map.of("folder", "no-such-folder"))
              .cache(cache, options)
              .build()) {
        use(engine);
      }
    }
  }

  private static void use(Engine engine) throws InterruptedException {
    assertThat(engine.registry().list()).hasSize(1);
    assertThat(engine.registry().loadAll(List.of("qa", "qa")).failed()).isEmpty();
    assertThat(engine.delegate(Task.of("qa", "now")).text()).contains("Test it.");
    assertThat(engine.delegate(Task.of("nobody", "now"))).isInstanceOf(TaskResult.Failure.class);
    engine.monitor().watch(PerformanceBudget.p95("delegation", Duration.ofDays(1)), alert -> {});
    engine.registry().loadAsync("qa").join();
    engine.registry().refresh();
  }

  /** Returns the threads that are called as ours are, and live. */
  private static List<Thread> ourThreads() {
    var threads = new ArrayList<Thread>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("impresario")) {
        threads.add(thread);
      }
    }
    return threads;
  }

  /**
   * They were told to end, and do so when they get to run. This waits less than an idle thread of a
   * pool that was not closed would.
   */
  private static void awaitEndOf(List<Thread> threads) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
  }

  /** Returns how often each file is open, where the system tells. */
  private static Map<String, Long> openFiles() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return Map.of();
    }
    try (Stream<Path> handles = Files.list(OPEN_FILES)) {
      return handles
          .map(PluginLifeTest::target)
          .filter(name -> !name.startsWith("/proc/")) // this very listing
          .map(name -> name.replaceAll("\\d+]$", "]")) // sockets and pipes have numbers
          .collect(groupingBy(name -> name, counting()));
    }
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException e) {
      return "/proc/ closed meanwhile";
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPluginsLoader_isCollected_onceItsEngineIsClosed(boolean asContextLoader) throws Exception {
    Path jar = jar();
    var queue = new ReferenceQueue<ClassLoader>();
    var gone = new HashMap<Reference<?>, Integer>();
    for (int i = 0; i < LOADERS; i++) {
      gone.put(new WeakReference<>(usedLoader(jar, asContextLoader), queue), i);
    }
    awaitEndOf(ourThreads());

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!gone.isEmpty() && System.nanoTime() < end) {
      System.gc();
      for (Reference<?> one = queue.remove(200); one != null; one = queue.poll()) {
        gone.remove(one);
      }
    }
    assertThat(gone.values()).as("rounds whose loader is still held").isEmpty();
  }

  /** Does all with a plugin of its own loader, and returns the loader, which nobody uses more. */
  private static ClassLoader usedLoader(Path jar, boolean asContextLoader) throws Exception {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, context)) {
      Impresario.Builder builder = builder(loader);
      if (asContextLoader) { // as a container sets it for all that an application does
        Thread.currentThread().setContextClassLoader(loader);
      }
      assertThat(builder.plugins()).isNotEmpty();
      try (Engine engine = builder.build()) {
        use(engine);
      }
      return loader;
    } finally {
      Thread.currentThread().setContextClassLoader(context);
    }
  }

  private static Impresario.Builder builder(ClassLoader loader) {
    return Impresario.builder()
        .classLoader(loader)
        .source("acme", Scope.PROJECT, Map.of())
        .cache("acme", Map.of())
        .runtime("acme", Map.of())
        .monitor("acme", Map.of());
  }

  @Test
  void aPluginOfAJar_isListedWithItsVersionAndItsJar() throws Exception {
    Path jar = jar();
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      Plugin cache =
          Impresario.builder().classLoader(loader).plugins().stream()
              .filter(plugin -> "acme".equals(plugin.id()))
              .findFirst()
              .orElseThrow();

      assertThat(cache.version()).isEqualTo("1.2.3");
      assertThat(cache.place()).isEqualTo(jar.toString());
    }
  }

  private Path jar() throws IOException {
    return PluginJar.of(
        directory,
        "com.acme.Acme",
        PLUGIN,
        Map.of(
            AgentSourceProvider.class, "com.acme.Acme$Source",
            AgentRuntimeProvider.class, "com.acme.Acme$Runtime",
            CacheProvider.class, "com.acme.Acme$Caches",
            MonitorProvider.class, "com.acme.Acme$Monitors"),
        "1.2.3");
  }
}
