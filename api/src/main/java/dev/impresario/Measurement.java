package dev.impresario;

import java.time.Duration;

/**
 * What was measured of one operation since the start. Percentiles are right to within 2 %.
 *
 * @param count how often it was done, failures included
 * @param failures how often it failed
 * @param total how long it took in all
 * @param mean how long it took on average; zero if it was never done
 * @param min how long the fastest took
 * @param max how long the slowest took
 * @param p50 how long half of them took at most
 * @param p95 how long 95 of 100 took at most
 * @param p99 how long 99 of 100 took at most
 */
public record Measurement(
    long count,
    long failures,
    Duration total,
    Duration mean,
    Duration min,
    Duration max,
    Duration p50,
    Duration p95,
    Duration p99) {}
