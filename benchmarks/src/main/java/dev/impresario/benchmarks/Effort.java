package dev.impresario.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How thoroughly to measure.
 *
 * @param forks how many processes measure one row, one after the other
 * @param rounds how often each of them measures ours and then the baseline
 * @param warmUp how long each of them runs both before that
 * @param sample how long one measurement of a small cost takes at least
 * @param patience after how long each of them begins no further round, if there are enough to judge
 * @param recordings where flight recordings go, or null if none is wanted
 */
public record Effort(
    int forks,
    int rounds,
    Duration warmUp,
    Duration sample,
    Duration patience,
    @Nullable Path recordings) {
  /** For a look: all rows in under 4 minutes. */
  public static final Effort QUICK =
      new Effort(1, 9, Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofSeconds(5), null);

  /** For figures to publish: all rows in under 20 minutes. */
  public static final Effort WHOLE =
      new Effort(3, 9, Duration.ofSeconds(4), Duration.ofMillis(200), Duration.ofSeconds(9), null);

  /** Returns how many rounds a process measures however long they take: six in all can decide. */
  int roundsAtLeast() {
    return Math.min(rounds, (5 + forks) / forks);
  }

  /** Returns how to look into a row: one process each, with a flight recording in a directory. */
  Effort recordingTo(Path directory) {
    return new Effort(1, rounds, warmUp, sample, patience, directory);
  }

  /**
   * Returns the options by which a Java process records itself, if that is wanted.
   *
   * @param name what the recording is called: the row's name, and what tells its processes apart
   */
  public List<String> recording(String name) {
    return recordings == null
        ? List.of()
        : List.of(
            "-Xlog:jfr+startup=error",
            "-XX:StartFlightRecording=settings=profile,filename="
                + recordings.resolve(name + ".jfr"));
  }
}
