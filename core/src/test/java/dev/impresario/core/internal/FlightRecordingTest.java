package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentLoadException;
import dev.impresario.AgentPolicy;
import dev.impresario.Engine;
import dev.impresario.ModelPolicy;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Java Flight Recorder learns of an engine. */
@Timeout(60)
class FlightRecordingTest {
  @TempDir private Path directory;

  @Test
  void recorded_areScan_loadAndCacheLoad_butNoHit() throws Exception {
    List<RecordedEvent> events;
    var source = new FakeSource("agents").with("qa.md", "qa\nTest the secret.");
    try (var engine = new EngineFixture().source(Scope.PROJECT, source);
        var recording = new Recording()) {
      recording.start();
      String version = engine.registry().load("qa").metadata().version();
      engine.registry().load("qa");
      events = events(recording);

      assertThat(events)
          .extracting(event -> event.getEventType().getName())
          .containsExactlyInAnyOrder(
              "dev.impresario.Discovery", "dev.impresario.CacheLoad", "dev.impresario.Load");
      assertThat(events).allMatch(event -> event.getString("outcome").equals("SUCCESS"));
      assertThat(events)
          .filteredOn(event -> event.hasField("agent"))
          .allMatch(event -> event.getString("agent").equals("qa"))
          .allMatch(event -> event.getString("version").equals(version));
      assertThat(events)
          .filteredOn(event -> event.hasField("agents"))
          .allMatch(event -> event.getInt("agents") == 1 && event.getInt("sources") == 1);
      assertThat(events).noneMatch(event -> event.toString().contains("secret"));
    }
  }

  @Test
  void recorded_areFailures() throws Exception {
    var source = new FakeSource("agents").with("qa.md", "qa\nTest.");
    try (var engine = new EngineFixture().source(Scope.PROJECT, source);
        var recording = new Recording()) {
      engine.registry().list();
      source.readHook =
          path -> {
            throw new IOException("no disk");
          };
      recording.start();
      assertThatThrownBy(() -> engine.registry().load("qa")).isInstanceOf(AgentLoadException.class);

      assertThat(events(recording))
          .filteredOn(event -> event.hasField("agent"))
          .isNotEmpty()
          .allMatch(event -> event.getString("outcome").equals("LOAD_FAILED"));
    }
  }

  @Test
  void recorded_areTasks_andTheirWaitsForAgents() throws Exception {
    var source = new FakeSource("agents").with("qa.md", "qa\nTest.");
    var lent = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var fixture = new EngineFixture().source(Scope.PROJECT, source);
        var recording = new Recording()) {
      Engine engine =
          fixture
              .policies(
                  new Policies(
                      AgentPolicy.defaults().withMaximumInstances(1),
                      Map.of(),
                      ModelPolicy.defaults(),
                      Map.of()))
              .runtime(
                  definition ->
                      (task, context) -> {
                        lent.countDown();
                        release.await();
                        return Reply.of("the secret reply");
                      })
              .engine();
      recording.start();
      Submission first = engine.submit(Task.of("qa", "a secret").withId("t1"));
      lent.await();
      Submission second = engine.submit(Task.of("qa", "a secret").withId("t2"));
      Until.so(() -> engine.health().toString().contains("1 waiting"));
      release.countDown();
      first.await();
      second.await();
      engine.delegate(Task.of("nobody", "a secret").withId("t3"));

      List<RecordedEvent> events = events(recording);
      assertThat(events)
          .filteredOn(event -> event.getEventType().getName().endsWith("Delegation"))
          .extracting(event -> event.getString("task") + " " + event.getString("outcome"))
          .containsExactlyInAnyOrder("t1 SUCCESS", "t2 SUCCESS", "t3 AGENT_NOT_FOUND");
      assertThat(events)
          .filteredOn(event -> event.getEventType().getName().endsWith("PoolWait"))
          .extracting(event -> event.getString("agent") + " " + event.getString("outcome"))
          .containsExactly("qa SUCCESS");
      assertThat(events).noneMatch(event -> event.toString().contains("secret"));
    }
  }

  private List<RecordedEvent> events(Recording recording) throws Exception {
    Path file = directory.resolve("recording.jfr");
    recording.stop();
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.impresario."))
        .toList();
  }
}
