package dev.impresario.benchmarks;

/** What the samples say of a target. */
enum Verdict {
  HELD,
  MISSED,
  /** The median may lie on either side of the limit: too noisy a machine, or too close a call. */
  UNDECIDED,
  /** Nothing, since there is no target: they are there to compare with. */
  COMPARED
}
