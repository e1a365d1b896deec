package dev.impresario.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/** Measures the rows and prints the table. */
public final class Bench {
  private final List<Row> rows;
  private final List<Scale> scales;
  private final PrintStream out;
  private final PrintStream err;
  private final LiveLine live;

  Bench(List<Row> rows, List<Scale> scales, PrintStream out, PrintStream err, LiveLine live) {
    this.rows = rows;
    this.scales = scales;
    this.out = out;
    this.err = err;
    this.live = live;
  }

  /** Takes what {@code ./bench --help} says. */
  public static void main(String[] args) throws Exception {
    Processes.endWithThisOne();
    var live = new LiveLine(System.err, Boolean.getBoolean("impresario.bench.live"));
    System.exit(new Bench(Rows.all(), Scales.all(), System.out, System.err, live).run(args));
  }

  /** Returns the status with which to end. */
  int run(String... words) throws IOException, InterruptedException {
    try {
      return run(Arguments.parse(words));
    } catch (UsageException e) {
      err.println("bench: " + e.getMessage());
      return 2;
    }
  }

  private int run(Arguments arguments) throws IOException, InterruptedException {
    if (arguments.help()) {
      out.print(Arguments.helpText());
      return 0;
    }
    if (arguments.list()) {
      rows.forEach(row -> out.printf("%-28s %s%n", row.name(), row.work()));
      scales.forEach(scale -> out.printf("%-28s %s (--scaling)%n", scale.name(), scale.what()));
      return 0;
    }
    return arguments.scaling() == null ? promises(arguments) : scaling(arguments);
  }

  private int promises(Arguments arguments) throws IOException, InterruptedException {
    List<Row> chosen = chosen(rows, Row::name, arguments);
    prepare(arguments, "bench");
    Machine machine = Machine.here(root());
    out.println(TextTable.head(machine, arguments));
    List<Outcome> outcomes = measured(chosen, arguments.effort());
    out.println(TextTable.foot(outcomes));
    if (arguments.json() != null) {
      JsonFile.write(arguments.json(), machine, arguments.quick(), outcomes);
    }
    if (arguments.markdown() != null) {
      new Section(arguments.markdown(), "bench")
          .replace(MarkdownTable.lines(machine, arguments.quick(), outcomes));
    }
    boolean looked = arguments.profile() != null; // with a recorder at work nothing is judged
    return outcomes.stream().anyMatch(looked ? Outcome::failed : Outcome::isBad) ? 1 : 0;
  }

  private List<Outcome> measured(List<Row> chosen, Effort effort)
      throws IOException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (Row row : chosen) {
      live.measuring(row.name(), outcomes.size(), chosen.size());
      Outcome outcome = Outcome.of(row, effort);
      live.clear();
      out.println(TextTable.row(outcome));
      outcomes.add(outcome);
      if (effort.recordings() != null) {
        drawn(effort.recordings(), row).forEach(file -> out.println("  see " + file));
      }
    }
    return outcomes;
  }

  private static List<Path> drawn(Path directory, Row row) throws IOException {
    List<Path> files = FlameGraphs.draw(directory, row.name());
    return files.isEmpty() ? List.of(Path.of("nothing: it starts no process to record")) : files;
  }

  private int scaling(Arguments arguments) throws IOException, InterruptedException {
    List<Scale> chosen = chosen(scales, Scale::name, arguments);
    Path plots = Objects.requireNonNull(arguments.scaling());
    prepare(arguments, "scaling");
    Machine machine = Machine.here(root());
    out.println(machine.text(arguments.quick()));
    var growths = new ArrayList<Growth>();
    int failed = 0;
    for (Scale scale : chosen) {
      live.measuring(scale.name(), growths.size() + failed, chosen.size());
      try {
        Growth growth = scale.measure(arguments.effort());
        live.clear();
        out.println(growth.text());
        growth.draw(Files.createDirectories(plots));
        growths.add(growth);
      } catch (IOException | RuntimeException e) {
        live.clear();
        out.printf("%n%s [%s]%n  FAILED: %s%n", scale.what(), scale.name(), e.getMessage());
        failed++;
      }
    }
    if (arguments.markdown() != null) {
      var lines = new ArrayList<>(List.of(machine.sentence(arguments.quick())));
      Path page =
          Objects.requireNonNull(arguments.markdown().getParent()); // an absolute path has one
      String seen = page.relativize(plots).toString();
      growths.forEach(growth -> lines.addAll(growth.markdown(seen)));
      new Section(arguments.markdown(), "scaling").replace(lines);
    }
    return failed == 0 ? 0 : 1;
  }

  /** Fails for what would otherwise only fail when all has been measured. */
  private static void prepare(Arguments arguments, String section) throws IOException {
    try {
      if (arguments.markdown() != null) {
        new Section(arguments.markdown(), section).check();
      }
      if (arguments.json() != null) {
        JsonFile.check(arguments.json());
        if (arguments.markdown() != null && sameFile(arguments.json(), arguments.markdown())) {
          throw new UsageException("--json and --markdown name the same file; take two");
        }
      }
      if (arguments.profile() != null) {
        Files.createDirectories(arguments.profile());
      }
    } catch (IOException e) {
      throw new UsageException(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static boolean sameFile(Path one, Path other) throws IOException {
    return Files.exists(one) && Files.isSameFile(one, other);
  }

  private static <T> List<T> chosen(List<T> all, Function<T, String> name, Arguments arguments) {
    var unknown = new TreeSet<>(arguments.only());
    all.forEach(each -> unknown.remove(name.apply(each)));
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "no row %s; there are %s".formatted(unknown, all.stream().map(name).toList()));
    }
    return all.stream()
        .filter(each -> arguments.only().isEmpty() || arguments.only().contains(name.apply(each)))
        .toList();
  }

  private static Path root() {
    return Path.of(System.getProperty("impresario.bench.root", "."));
  }
}
