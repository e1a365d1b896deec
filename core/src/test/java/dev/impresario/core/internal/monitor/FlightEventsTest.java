package dev.impresario.core.internal.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {
  @TempDir private Path directory;

  @Test
  void delegation_isRecordedWithItsParts() throws Exception {
    RecordedEvent event;
    try (var recording = new Recording()) {
      recording.start();
      DelegationEvent running = FlightEvents.delegation();
      FlightEvents.end(running, "t-1", "qa", null, "TIMED_OUT", 1_500_000);

      event = only(recording);
    }

    assertThat(event.getEventType().getName()).isEqualTo("dev.impresario.Delegation");
    assertThat(event.getString("task")).isEqualTo("t-1");
    assertThat(event.getString("agent")).isEqualTo("qa");
    assertThat(event.getString("version")).isNull();
    assertThat(event.getString("outcome")).isEqualTo("TIMED_OUT");
    assertThat(event.getDuration("queued")).isEqualTo(Duration.ofNanos(1_500_000));
    assertThat(event.getDuration()).isPositive();
    assertThat(event.getStackTrace()).isNull();
  }

  @Test
  void poolWait_isRecordedWithItsParts() throws Exception {
    RecordedEvent event;
    try (var recording = new Recording()) {
      recording.start();
      FlightEvents.end(FlightEvents.poolWait(), "q\na", "v1", "SUCCESS");

      event = only(recording);
    }

    assertThat(event.getEventType().getName()).isEqualTo("dev.impresario.PoolWait");
    assertThat(event.getString("agent")).isEqualTo("q\\u000aa");
    assertThat(event.getString("version")).isEqualTo("v1");
    assertThat(event.getString("outcome")).isEqualTo("SUCCESS");
  }

  @Test
  void eventThatIsTurnedOff_isNotEvenMade() {
    try (var recording = new Recording()) {
      recording.disable("dev.impresario.PoolWait");
      recording.start();

      assertThat(FlightEvents.poolWait()).isNull();
      assertThat(FlightEvents.delegation()).isNotNull();
    }
  }

  @Test
  void withoutRecording_thereIsNoEvent_andEndingNoneIsFine() {
    PoolWaitEvent event = FlightEvents.poolWait();

    assertThat(event).isNull();
    FlightEvents.end(event, "qa", null, "SUCCESS");
  }

  private RecordedEvent only(Recording recording) throws Exception {
    Path file = directory.resolve("recording.jfr");
    recording.stop();
    recording.dump(file);
    List<RecordedEvent> ours =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("dev.impresario."))
            .toList();
    assertThat(ours).hasSize(1);
    return ours.get(0);
  }
}
