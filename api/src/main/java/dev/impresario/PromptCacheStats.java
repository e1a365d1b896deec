package dev.impresario;

import java.time.Duration;

/**
 * What a prompt cache has done so far.
 *
 * @param hits how often a prompt was there
 * @param misses how often one was not there, callers that shared a load included
 * @param loads how many loads succeeded
 * @param failures how many loads failed
 * @param loadTime how long all loads took together
 * @param size how full the cache is; it weighs bytes
 * @param maximumBytes how many bytes it may hold
 */
public record PromptCacheStats(
    long hits,
    long misses,
    long loads,
    long failures,
    Duration loadTime,
    CacheSize size,
    long maximumBytes) {

  /** Returns the share of requests that were hits, from 0 to 1; 1 if there were none. */
  public double hitRate() {
    long requests = hits + misses;
    return requests == 0 ? 1 : (double) hits / requests;
  }
}
