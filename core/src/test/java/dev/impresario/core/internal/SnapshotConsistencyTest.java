package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.Registry;
import dev.impresario.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a reader sees while everything changes. */
class SnapshotConsistencyTest {
  private static final int READERS = 16;
  private static final int REFRESHES = 1_000;

  private final FakeSource source = new FakeSource("project");
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicLong reads = new AtomicLong();

  @Test
  void readers_duringManyRefreshes_seeWholeSnapshots_andPromptsOfTheirVersion() throws Exception {
    try (var fixture = new EngineFixture().source(Scope.PROJECT, source)) {
      writeGeneration(0);
      Registry registry = fixture.registry();
      registry.list();
      List<Thread> readers = startReaders(registry);

      for (int generation = 1; generation <= REFRESHES; generation++) {
        writeGeneration(generation);
        registry.refresh();
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join(20_000);
      }

      assertThat(broken).isEmpty();
      assertThat(reads.get()).isGreaterThan(READERS);
      assertThat(registry.find("even")).isPresent();
    }
  }

  /**
   * Two agents, one of which changes its id with every generation: a snapshot that mixed two
   * generations would show that agent twice or not at all.
   */
  private void writeGeneration(int generation) {
    String parity = generation % 2 == 0 ? "even" : "odd";
    source.with("main.md", parity + "\nprompt of generation " + generation);
    source.with("steady.md", "steady\nprompt of generation " + generation);
  }

  private List<Thread> startReaders(Registry registry) {
    var readers = new ArrayList<Thread>();
    for (int i = 0; i < READERS; i++) {
      var reader = new Thread(() -> readUntilDone(registry));
      reader.start();
      readers.add(reader);
    }
    return readers;
  }

  private void readUntilDone(Registry registry) {
    while (!done.get()) {
      checkList(registry.list());
      checkDefinition(registry.load("steady"));
      reads.incrementAndGet();
    }
  }

  private void checkList(List<AgentMetadata> agents) {
    Set<String> ids = new HashSet<>();
    agents.forEach(metadata -> ids.add(metadata.id()));
    if (!ids.equals(Set.of("even", "steady")) && !ids.equals(Set.of("odd", "steady"))) {
      broken.add("a mixed snapshot: " + ids);
    }
  }

  private void checkDefinition(AgentDefinition definition) {
    byte[] file = ("steady\n" + definition.prompt()).getBytes(StandardCharsets.UTF_8);
    if (!Sha256.of(file).equals(definition.metadata().version())) {
      broken.add("a prompt of another version: " + definition);
    }
  }
}
