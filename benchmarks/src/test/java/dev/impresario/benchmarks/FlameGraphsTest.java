package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FlameGraphsTest {

  /** Computes and allocates for a second. */
  static final class Busy {
    private static long sum;

    private Busy() {}

    public static void main(String[] args) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (System.nanoTime() < end) {
        sum += compute();
      }
      System.out.println(sum);
    }

    private static long compute() {
      long all = 0;
      for (byte part : new byte[100_000]) {
        all += part + 1;
      }
      return all;
    }
  }

  @Test
  void draw_ofARecordedProcess_showsWhereItsTimeWent(@TempDir Path directory) throws Exception {
    var looking = Effort.QUICK.recordingTo(directory);
    Processes.java(looking.recording("busy-0"), Busy.class, List.of());

    var files = FlameGraphs.draw(directory, "busy");

    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("busy-0.jfr", "busy-0-cpu.html", "busy-0-alloc.html");
    assertThat(Files.readString(files.get(1))).contains("busy-0, time").contains("compute");
    assertThat(Files.readString(files.get(2))).contains("busy-0, bytes").contains("compute");
  }
}
