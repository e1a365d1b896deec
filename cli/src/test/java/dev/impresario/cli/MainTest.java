package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void run_intoAClosedPipe_endsQuietly() {
    var err = new ByteArrayOutputStream();

    int status = Main.run(new String[] {"--help"}, failing("Broken pipe"), err, Run.PIPE);

    assertThat(status).isEqualTo(141);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void run_ontoAFullDisk_saysSo() {
    var err = new ByteArrayOutputStream();

    int status =
        Main.run(new String[] {"--help"}, failing("No space left on device"), err, Run.PIPE);

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo("impresario: cannot write the output: No space left on device\n");
  }

  @Test
  void run_withBothPipesClosed_endsQuietly() {
    int status =
        Main.run(new String[] {"lst"}, failing("Broken pipe"), failing("Broken pipe"), Run.PIPE);

    assertThat(status).isEqualTo(141);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
