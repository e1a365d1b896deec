package dev.impresario.benchmarks;

/** What the samples say of a target. */
enum Verdict {
  HELD,
  MISSED,
  /** The samples lie on both sides of the limit: the machine was too noisy, or it is too close. */
  UNDECIDED
}
