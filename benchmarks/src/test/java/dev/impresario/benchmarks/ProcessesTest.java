package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessesTest {

  /** Stays until it is ended from outside or its parent goes. */
  static final class Stays {
    private Stays() {}

    public static void main(String[] args) throws InterruptedException {
      Orphan.endThisProcess();
      System.out.println("here");
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }

  @Test
  void run_ofWhatTakesTooLong_endsIt() {
    assertThatThrownBy(() -> Processes.run(List.of("sleep", "300"), Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("took over 0 s");
  }

  @Test
  void run_ofWhatFails_saysWhatItSaid() {
    List<String> command = List.of("sh", "-c", "echo out of luck; exit 3");

    assertThatThrownBy(() -> Processes.run(command))
        .hasMessageContaining("status 3")
        .hasMessageContaining("out of luck");
  }

  @Test
  void orphan_whenItsInputEnds_endsAtOnce() throws Exception {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Stays.class.getName())
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('h'); // it is there

    process.getOutputStream().close();

    assertThat(process.waitFor()).isEqualTo(1);
  }
}
