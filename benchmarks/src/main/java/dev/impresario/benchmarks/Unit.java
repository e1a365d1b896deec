package dev.impresario.benchmarks;

/** What samples are in. */
public enum Unit {
  NANOSECONDS,
  BYTES,
  PERCENT,
  COUNT
}
