package dev.impresario.cli;

/**
 * How long things took, in nanoseconds.
 *
 * @param count how many things; if none, all else is zero and means nothing
 * @param p50 how long half of them took at most
 * @param p95 how long 95 of 100 took at most
 * @param p99 how long 99 of 100 took at most
 * @param most how long the slowest took
 */
record Percentiles(int count, long p50, long p95, long p99, long most) {}
