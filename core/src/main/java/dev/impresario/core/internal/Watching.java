package dev.impresario.core.internal;

import java.time.Duration;

/**
 * How the registry follows its sources.
 *
 * @param on whether it does so by itself
 * @param interval how long between scans without a hint
 * @param quiet how long after a change it is taken for complete
 */
public record Watching(boolean on, Duration interval, Duration quiet) {}
