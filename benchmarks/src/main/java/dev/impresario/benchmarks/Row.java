package dev.impresario.benchmarks;

import java.util.List;

/** One promise of the table: some work, what it is compared with, and its limits. */
public interface Row {

  /** Returns what {@code --only} calls it, such as {@code refresh-unchanged}. */
  String name();

  /** Returns what is done, for people. */
  String work();

  /** Returns what it is compared with, for people. */
  String baseline();

  /** Measures it; returns a figure for each limit, the most telling first. */
  List<Figure> measure(Effort effort) throws Exception;
}
