package dev.impresario.source.filesystem;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which events are worth a scan. */
class WatchedTest {
  @TempDir Path place;

  private RecordingEvents events;
  private Watched watched;

  @BeforeEach
  void watch() throws IOException {
    Path root = Files.createDirectories(place.resolve("above/root"));
    events = new RecordingEvents();
    watched = new Watched(root, events, 10);
    watched.follow();
    watched.enter("", root, FileState.of(root).identity(), 1);
  }

  @AfterEach
  void closeEvents() throws IOException {
    events.close();
  }

  @Test
  void concerns_overflowAboveTheRoot_isYes() {
    assertThat(watched.concerns(above(), List.of(new Event<>(OVERFLOW, null)), true)).isTrue();
  }

  @Test
  void concerns_theNameOfTheRoot_isYes() {
    assertThat(watched.concerns(above(), created("root"), true)).isTrue();
  }

  @Test
  void concerns_anotherNameThere_isNo() {
    assertThat(watched.concerns(above(), created("other"), true)).isFalse();
  }

  @Test
  void concerns_directoryAboveGone_isYes() {
    assertThat(watched.concerns(above(), List.of(), false)).isTrue();
  }

  @Test
  void concerns_anythingInTheTree_isYes() {
    assertThat(watched.concerns(events.registered("root"), List.of(), true)).isTrue();
    assertThat(watched.concerns(events.registered("root"), created("x"), true)).isTrue();
  }

  private WatchKey above() {
    return events.registered("above");
  }

  private static List<WatchEvent<?>> created(String name) {
    return List.of(new Event<>(ENTRY_CREATE, Path.of(name)));
  }

  private record Event<T>(Kind<T> kind, @Nullable T context) implements WatchEvent<T> {
    @Override
    public int count() {
      return 1;
    }
  }
}
