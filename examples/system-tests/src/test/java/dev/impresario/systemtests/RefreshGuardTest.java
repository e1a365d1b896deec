package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import dev.impresario.source.filesystem.FilesystemSourceProvider;
import dev.impresario.spi.AgentFormatProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many files are read and parsed, of a real folder: no more than have changed. */
@Timeout(60)
class RefreshGuardTest {
  private static final int AGENTS = 20;
  private static final String FILE_READ = "jdk.FileRead";

  /** After which a change shows in a file's time on any file system. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2_200);

  @TempDir private static Path place;
  private static LiveFolder folder = new LiveFolder(Path.of(""));
  private static LiveFolder edited = new LiveFolder(Path.of(""));
  private static URLClassLoader loader = new URLClassLoader(new URL[0]);

  private final AtomicInteger reads = new AtomicInteger();

  @BeforeAll
  static void makeFolders() throws IOException {
    folder = withAgents("agents");
    edited = withAgents("edited");
    loader =
        Planted.loader(
            place.resolve("plugins"), AgentFormatProvider.class, CountingFormat.class.getName());
    long written = System.nanoTime();
    LiveFolder.await("a tick", 2 * TICK_NANOS, () -> System.nanoTime() - written > TICK_NANOS);
  }

  private static LiveFolder withAgents(String name) throws IOException {
    var made = new LiveFolder(place.resolve(name));
    for (int i = 0; i < AGENTS; i++) {
      made.write(name(i), agent(i, "Old."));
    }
    return made;
  }

  @BeforeEach
  void startCounting() {
    reads.set(0);
    CountingFormat.PARSES.set(0);
  }

  @AfterAll
  static void closeLoader() throws IOException {
    loader.close();
  }

  @Test
  void firstScan_readsAndParsesEachFileOnce() {
    try (Engine engine = engine(folder)) {
      assertThat(engine.registry().list()).hasSize(AGENTS);
    }

    assertCounts(AGENTS, AGENTS);
  }

  @Test
  void refresh_whenNothingChanged_readsAndParsesNothing() {
    try (Engine engine = engine(folder)) {
      engine.registry().list();
      startCounting();

      engine.registry().refresh();
    }

    assertCounts(0, 0);
  }

  @Test
  void refresh_whenOneFileChanged_readsAndParsesThatFileOnce() throws IOException {
    try (Engine engine = engine(edited)) {
      engine.registry().list();
      edited.write(name(7), agent(7, "New, and longer."));
      startCounting();

      assertThat(engine.registry().refresh().changed()).hasSize(1);
    }

    assertCounts(1, 1);
  }

  @Test
  void load_readsTheFileOnceAndParsesNothing() {
    try (Engine engine = engine(folder)) {
      engine.registry().list();
      startCounting();

      for (int i = 0; i < 10; i++) {
        engine.registry().load("agent-1");
      }
    }

    assertCounts(1, 0);
  }

  /** The source itself might read more than it is asked for, so the JDK is asked as well. */
  @Test
  void refresh_whenNothingChanged_opensNoFile() throws IOException {
    Path recorded = place.resolve("reads.jfr");
    try (Engine engine = engine(folder);
        var recording = new Recording()) {
      engine.registry().list();
      recording.enable(FILE_READ).withThreshold(Duration.ZERO);
      recording.start();

      engine.registry().refresh();
      engine.registry().load("agent-1"); // which shows that the recording would tell

      recording.stop();
      recording.dump(recorded);
    }

    assertThat(agentsReadIn(recorded)).containsExactly(name(1));
  }

  private static Set<String> agentsReadIn(Path recording) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals(FILE_READ))
        .map(event -> Path.of(event.getString("path")))
        .filter(path -> path.startsWith(folder.path()))
        .map(path -> path.getFileName().toString())
        .collect(Collectors.toSet());
  }

  private Engine engine(LiveFolder of) {
    var source = new CountingSource(FilesystemSourceProvider.of(of.path()), reads);
    return Impresario.builder()
        .source(Scope.PROJECT, source)
        .formats(CountingFormat.ID)
        .cache("inmemory", Map.of())
        .watch(false)
        .classLoader(loader)
        .build();
  }

  private void assertCounts(int files, int parses) {
    assertThat(reads).as("files read").hasValue(files);
    assertThat(CountingFormat.PARSES).as("files parsed").hasValue(parses);
  }

  private static String name(int i) {
    return "agent-%d.md".formatted(i);
  }

  private static String agent(int i, String prompt) {
    return LiveFolder.agent("agent-" + i, prompt);
  }
}
