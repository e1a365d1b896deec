package dev.impresario.benchmarks;

import dev.impresario.benchmarks.PairRow.Time;
import java.util.List;

/** All rows of the table, in its order. */
final class Rows {
  private Rows() {}

  static List<Row> all() {
    return List.of(
        new StartRow("cold-start-plain", StartHelp.NONE, 4),
        new StartRow("cold-start-cds", StartHelp.ARCHIVE, 3),
        new StartRow("cold-start-aot", StartHelp.AHEAD, 2.5),
        new PairRow(
            "refresh-unchanged",
            "refresh, 10,000 files, none changed",
            "a walk with attributes",
            UnchangedRefresh.class,
            Time.WALL,
            Target.atMost(1.5)));
  }
}
