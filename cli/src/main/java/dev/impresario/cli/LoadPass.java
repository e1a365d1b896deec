package dev.impresario.cli;

import dev.impresario.PromptCacheStats;

/**
 * How it went to load every prompt once.
 *
 * @param name which pass it was
 * @param prompts how many prompts were loaded
 * @param hitRate the share of them that the cache held
 * @param nanos how long it took
 */
record LoadPass(String name, int prompts, double hitRate, long nanos) {

  static LoadPass between(
      PromptCacheStats before, PromptCacheStats after, String name, int prompts, long nanos) {
    long hits = after.hits() - before.hits();
    long misses = after.misses() - before.misses();
    double hitRate = hits + misses == 0 ? 0 : (double) hits / (hits + misses);
    return new LoadPass(name, prompts, hitRate, nanos);
  }
}
