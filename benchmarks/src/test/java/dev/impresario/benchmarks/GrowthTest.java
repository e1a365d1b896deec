package dev.impresario.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GrowthTest {
  private static final Curve SQUARE = Curve.ofAll("square");

  /** Takes a microsecond for the square of the size. */
  public static final class Square implements Scaling {
    /** For the process. */
    public Square() {}

    @Override
    public void measure(int size, Effort effort, Results results) {
      results.add("square", 1_000.0 * size * size);
    }
  }

  /** Cannot measure. */
  public static final class Broken implements Scaling {
    /** For the process. */
    public Broken() {}

    @Override
    public void measure(int size, Effort effort, Results results) throws IOException {
      throw new IOException("no room for " + size);
    }
  }

  private static Scale scale(Class<? extends Scaling> work) {
    return new Scale(
        "square",
        "squaring",
        "numbers",
        work,
        List.of(SQUARE),
        List.of(10, 100, 1_000),
        List.of(10, 100),
        List.of("-Xmx64m", "-XX:+UseSerialGC"));
  }

  @Test
  void measure_runsAProcessForEachSize() throws Exception {
    Growth growth = scale(Square.class).measure(Effort.QUICK);

    assertThat(growth.points().get(SQUARE))
        .containsExactlyEntriesOf(
            new TreeMap<>(Map.of(10, Samples.of(10), 100, Samples.of(100)))); // us each
    assertThat(growth.text())
        .contains("squaring [square]")
        .contains("square, each: all together as numbers^2.00")
        .containsPattern("100 +100 us");
    assertThat(growth.markdown("plots"))
        .contains(
            "| numbers | square, each |",
            "| 100 | 100 us |",
            "| growth | all together as numbers^2.00 |",
            "![squaring](plots/square.png)");
  }

  @Test
  void measure_whereTheProcessFails_saysWhatItSaid() {
    assertThatThrownBy(() -> scale(Broken.class).measure(Effort.QUICK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with status 1")
        .hasMessageContaining("no room for 10");
  }

  @Test
  void draw_makesASmallPicture(@TempDir Path directory) throws Exception {
    var growth =
        new Growth(
            scale(Square.class),
            Map.of(SQUARE, new TreeMap<>(Map.of(10, Samples.of(10), 100, Samples.of(100)))));

    Path file = growth.draw(directory);

    assertThat(file).hasFileName("square.png");
    assertThat(file.toFile().length()).isBetween(1_000L, 60_000L);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(760);
  }

  @Test
  void fit_findsTheExponent() {
    var points = new TreeMap<Integer, Samples>();
    for (int size : new int[] {100, 1_000, 10_000}) {
      points.put(size, Samples.of(7 * Math.pow(size, 1.25)));
    }

    assertThat(PowerLaw.fit(points).exponent()).isCloseTo(1.25, within(1e-9));
  }
}
