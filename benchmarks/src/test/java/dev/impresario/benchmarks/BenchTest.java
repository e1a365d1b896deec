package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static final Row HELD = FakeRow.ofRatio("held", 1.25, 1.25, 1.25, 1.25, 1.25, 1.25);
  private static final Row MISSED = FakeRow.ofRatio("missed", 2, 2, 2, 2, 2, 2);
  private static final Row CLOSE = FakeRow.ofRatio("close", 1.4, 1.4, 1.6, 1.4, 1.6, 1.6);
  private static final Row BROKEN =
      new FakeRow(
          "broken",
          () -> {
            throw new IOException("the disk is full");
          });

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(errors, true, UTF_8);

  private int run(List<Row> rows, String... words) throws Exception {
    return new Bench(rows, List.of(), out, err, new LiveLine(out, false)).run(words);
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  private String complained() {
    return errors.toString(UTF_8);
  }

  @Test
  void run_whereAllIsHeld_endsWithZero() throws Exception {
    int status = run(List.of(HELD));

    assertThat(status).isZero();
    assertThat(printed())
        .contains("the work of held; against: less [held]")
        .containsPattern(
            "time +12.5 ms \\(12.5 to 12.5\\) +10 ms \\(10 to 10\\) +"
                + "1.25x \\(1.25 to 1.25\\) +<= 1.5x +held")
        .contains("1 figures held, 0 missed, 0 undecided; 0 rows failed");
  }

  @Test
  void run_whereOneIsMissed_endsWithOne() throws Exception {
    assertThat(run(List.of(MISSED, HELD))).isEqualTo(1);

    assertThat(printed()).contains("MISSED").contains("1 figures held, 1 missed");
  }

  @Test
  void run_whereOneIsUndecided_saysSoAndEndsWithZero() throws Exception {
    assertThat(run(List.of(CLOSE))).isZero();

    assertThat(printed()).contains("undecided (too noisy)");
  }

  @Test
  void run_whereOneFails_saysWhyAndGoesOn() throws Exception {
    assertThat(run(List.of(BROKEN, HELD))).isEqualTo(1);

    assertThat(printed())
        .contains("FAILED: IOException: the disk is full")
        .contains("1 figures held, 0 missed, 0 undecided; 1 rows failed");
  }

  @Test
  void run_whereOneThrowsAnError_goesOnAsWell() throws Exception {
    Row row =
        new FakeRow(
            "error",
            () -> {
              throw new AssertionError();
            });

    assertThat(run(List.of(row, HELD))).isEqualTo(1);

    assertThat(printed()).contains("FAILED: AssertionError").contains("1 figures held");
  }

  @Test
  void only_byCommaAndByRepetition_measuresThose() throws Exception {
    run(List.of(HELD, MISSED, CLOSE, BROKEN), "--only", "held,close", "--only", "missed");

    assertThat(printed()).contains("[held]", "[close]", "[missed]").doesNotContain("[broken]");
  }

  @Test
  void only_ofAnUnknownName_listsWhatThereIs() throws Exception {
    assertThat(run(List.of(HELD, MISSED), "--only", "hled,held")).isEqualTo(2);

    assertThat(complained())
        .isEqualToIgnoringNewLines("bench: no row [hled]; there are [held, missed]");
  }

  @Test
  void wrongUsage_endsWithTwoAndMeasuresNothing() throws Exception {
    var measured = new ArrayList<String>();
    Row row =
        new FakeRow(
            "row",
            () -> {
              measured.add("row");
              return List.of();
            });

    assertThat(run(List.of(row), "--fast")).isEqualTo(2);
    assertThat(run(List.of(row), "fast")).isEqualTo(2);
    assertThat(run(List.of(row), "--json")).isEqualTo(2);
    assertThat(run(List.of(row), "--markdown", "no-such-file.md")).isEqualTo(2);
    assertThat(run(List.of(row), "--scaling", "a", "--json", "b")).isEqualTo(2);
    assertThat(run(List.of(row), "--only", "")).isEqualTo(2);
    assertThat(run(List.of(row), "--only", "row,")).isEqualTo(2);
    assertThat(run(List.of(row), "--json", " ")).isEqualTo(2);
    assertThat(measured).isEmpty();
    assertThat(printed()).isEmpty();
  }

  @Test
  void list_namesTheRowsAndMeasuresNone() throws Exception {
    assertThat(run(List.of(HELD, BROKEN), "--list")).isZero();

    assertThat(printed()).contains("held  ", "broken  ").doesNotContain("FAILED");
  }

  @Test
  void help_namesEachOption() throws Exception {
    assertThat(run(List.of(), "--help")).isZero();

    assertThat(printed())
        .contains("--quick", "--only", "--json", "--markdown", "--scaling", "--profile", "--list");
  }

  @Test
  void json_holdsEachSample(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("bench.json");

    run(List.of(HELD, BROKEN), "--json", file.toString());

    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject held = json.getAsJsonArray("rows").get(0).getAsJsonObject();
    JsonObject figure = held.getAsJsonArray("figures").get(0).getAsJsonObject();
    JsonObject broken = json.getAsJsonArray("rows").get(1).getAsJsonObject();
    assertThat(json.get("cores").getAsInt()).isPositive();
    assertThat(figure.getAsJsonArray("ours")).hasSize(6);
    assertThat(figure.get("judged").getAsDouble()).isEqualTo(1.25);
    assertThat(figure.get("verdict").getAsString()).isEqualTo("held");
    assertThat(broken.get("failure").getAsString()).isEqualTo("IOException: the disk is full");
  }

  @Test
  void json_whileMeasuring_leavesTheOldFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("bench.json"), "old");
    var seen = new ArrayList<String>();
    Row row =
        new FakeRow(
            "row",
            () -> {
              seen.add(Files.readString(file));
              return List.of();
            });

    run(List.of(row), "--json", file.toString());

    assertThat(seen).containsExactly("old");
    assertThat(Files.readString(file)).contains("\"rows\"");
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:*.new");
  }

  @Test
  void json_thatCannotBeWritten_isRefused(@TempDir Path directory) throws Exception {
    assertThat(run(List.of(HELD), "--json", directory.toString())).isEqualTo(2);
    assertThat(run(List.of(HELD), "--json", directory + "/none/bench.json")).isEqualTo(2);

    assertThat(complained()).contains("is no ordinary file", "NoSuchFileException");
  }

  @Test
  void jsonAndMarkdown_ofTheSameName_areRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("page.md");
    String text = "<!-- bench: begin -->\n<!-- bench: end -->\n";
    Files.writeString(file, text);

    int status =
        run(List.of(HELD), "--markdown", file.toString(), "--json", directory + "/./page.md");

    assertThat(status).isEqualTo(2);
    assertThat(complained()).contains("--json and --markdown name the same file");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void markdown_withOnly_isRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("page.md");
    String text = "<!-- bench: begin -->\nold\n<!-- bench: end -->\n";
    Files.writeString(file, text);

    assertThat(run(List.of(HELD), "--only", "held", "--markdown", file.toString())).isEqualTo(2);

    assertThat(complained()).contains("--markdown replaces the whole table");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void quick_isSaidInBothTables(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("page.md");
    Files.writeString(file, "<!-- bench: begin -->\n<!-- bench: end -->\n");

    run(List.of(HELD), "--quick", "--markdown", file.toString());

    assertThat(printed()).contains(", quick: fewer samples");
    assertThat(Files.readString(file)).contains(", quick: fewer samples");
  }

  @Test
  void markdown_putsTheTableBetweenTheMarkersOnly(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("performance.md");
    Files.writeString(
        file, "before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n", UTF_8);

    run(List.of(HELD, MISSED), "--markdown", file.toString());
    run(List.of(HELD, MISSED), "--markdown", file.toString()); // and once more over its own

    assertThat(Files.readString(file))
        .startsWith("before\n<!-- bench: begin -->\n\n")
        .endsWith("\n\n<!-- bench: end -->\nafter\n")
        .doesNotContain("old")
        .containsOnlyOnce(
            "| the work of held: time | less | 12.5 ms (12.5 to 12.5) | 10 ms (10 to 10) |"
                + " 1.25x (1.25 to 1.25) | &le; 1.5x | held |")
        .containsOnlyOnce("**missed**");
  }

  @Test
  void markdown_withoutMarkers_saysWhichAreMissing(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("page.md"), "text\n");

    assertThat(run(List.of(HELD), "--markdown", file.toString())).isEqualTo(2);

    assertThat(complained()).contains("has no line '<!-- bench: begin -->'");
    assertThat(Files.readString(file)).isEqualTo("text\n");
  }

  @Test
  void liveLine_onATerminal_saysHowManyAreLeft() throws Exception {
    new Bench(List.of(HELD, MISSED), List.of(), out, err, new LiveLine(out, true)).run();

    assertThat(printed())
        .contains("measuring held (1 of 2, 1 left after it)")
        .contains("measuring missed (2 of 2, the last)");
  }

  @Test
  void profile_judgesNothing(@TempDir Path directory) throws Exception {
    Path profiles = directory.resolve("profiles");

    assertThat(run(List.of(MISSED), "--profile", profiles.toString())).isZero();
    assertThat(run(List.of(BROKEN), "--profile", profiles.toString())).isEqualTo(1);

    assertThat(printed()).contains("no verdict counts", "it starts no process to record");
    assertThat(profiles).isEmptyDirectory();
  }

  @Test
  void recording_isOnlyMadeWhereOneIsWanted(@TempDir Path directory) {
    Effort looking = Effort.QUICK.recordingTo(directory);

    assertThat(Effort.QUICK.recording("row-0")).isEmpty();
    assertThat(String.join(" ", looking.recording("row-0")))
        .contains("filename=" + directory.resolve("row-0.jfr"));
  }

  @Test
  void rows_haveNamesOfTheirOwn() {
    assertThat(Rows.all()).extracting(Row::name).doesNotHaveDuplicates();
    assertThat(Rows.all()).extracting(Row::name).allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Scales.all()).extracting(Scale::name).doesNotHaveDuplicates();
  }
}
