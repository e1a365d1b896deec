package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say, kept between runs. */
class IndexOptionTest {
  @TempDir Path directory;
  private Folder agents;
  private String index;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory.resolve("agents")).withAgent("qa").withAgent("ops");
    index = directory.resolve("index").toString();
  }

  @Test
  void index_isWritten_andChangesNothing() {
    for (List<String> command :
        List.of(
            List.of("list"),
            List.of("lint"),
            List.of("show", "qa"),
            List.of("explain", "qa"),
            List.of("match", "Do qa"),
            List.of("run", "qa", "Test"))) {
      Run without = run(command, List.of());

      assertThat(run(command, List.of("--index", index))).isEqualTo(without);
      assertThat(run(command, List.of("--index", index))).isEqualTo(without);
    }
    assertThat(directory.resolve("index")).isNotEmptyFile();
  }

  @Test
  void index_thatIsNone_isAFinding_andStaysAsItIs() {
    new Folder(directory).with("index", "no index");

    for (int i = 0; i < 2; i++) {
      Run run = run(List.of("lint"), List.of("--index", index));

      assertThat(run.out())
          .contains("[index-not-written]")
          .contains("it is no index; remove it, or name another file")
          .doesNotContain("[index-ignored]");
    }
    assertThat(directory.resolve("index")).hasContent("no index");
  }

  @Test
  void index_ofACommandThatVouchesForFiles_isUnknown() {
    Run run = run(List.of("lock"), List.of("--index", index));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--index");
  }

  private Run run(List<String> command, List<String> options) {
    var words = new ArrayList<>(command);
    words.addAll(options);
    words.add("--project=" + agents);
    return Run.of(words.toArray(String[]::new));
  }
}
