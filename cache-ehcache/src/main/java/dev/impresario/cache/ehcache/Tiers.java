package dev.impresario.cache.ehcache;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.Options;

/**
 * Where values may lie.
 *
 * @param heap how many on the heap, or 0 for as many as the spec allows
 * @param offheap megabytes beside the heap, or 0
 * @param disk megabytes on disk, or 0
 */
record Tiers(int heap, int offheap, int disk) {
  /** Over another tier the heap holds only what is in use; this many prompts are some megabytes. */
  private static final int DEFAULT_HEAP = 1_000;

  private static final int MAXIMUM_MEGABYTES = 1 << 20;

  /** What Ehcache writes beside a record: times, an id, its place in a table that is half empty. */
  private static final int OVERHEAD = 128;

  static Tiers of(Options options) {
    int offheap = megabytes(options, "offheap");
    int disk = megabytes(options, "disk");
    if (disk > 0 && offheap >= disk) {
      throw new ConfigurationException(
          "cache 'ehcache': option 'offheap' is %d, but must be less than 'disk', which is %d: a tier holds what the tiers above it hold"
              .formatted(offheap, disk));
    }
    if (disk > 0 && !options.has("directory")) {
      throw new ConfigurationException(
          "cache 'ehcache': option 'disk' needs option 'directory'; name one that nobody else uses");
    }
    if (disk > 0 && options.text("directory").isBlank()) {
      throw new ConfigurationException(
          "cache 'ehcache': option 'directory' is empty; name one that nobody else uses");
    }
    if (disk == 0 && options.has("directory")) {
      throw new ConfigurationException(
          "cache 'ehcache': option 'directory' needs option 'disk'; say how many megabytes it may hold");
    }
    int standard = offheap > 0 || disk > 0 ? DEFAULT_HEAP : 0;
    int heap = options.has("heap") ? options.integer("heap", 1, Integer.MAX_VALUE) : standard;
    return new Tiers(heap, offheap, disk);
  }

  private static int megabytes(Options options, String name) {
    return options.has(name) ? options.integer(name, 1, MAXIMUM_MEGABYTES) : 0;
  }

  /** Returns whether values must be turned to bytes. */
  boolean areBytes() {
    return offheap > 0 || disk > 0;
  }

  long maximumEntries() {
    return areBytes() || heap == 0 ? Long.MAX_VALUE : heap;
  }

  /** Returns how much the lowest tier holds, in bytes. */
  long lowestBytes() {
    return (disk > 0 ? disk : offheap) * (1L << 20);
  }

  /**
   * Returns how many bytes of records there should be at most, by their {@link #cost}. Ehcache
   * evicts by itself only from a tier that is full, and then more than is needed, in no good order.
   */
  long maximumBytes() {
    return areBytes() ? lowestBytes() / 4 * 3 : Long.MAX_VALUE;
  }

  /** Returns how many bytes a record takes, with its share of the tables. */
  int cost(Held held) {
    return (int) Math.min(Integer.MAX_VALUE, (long) held.record().length + OVERHEAD);
  }

  Tiers withoutDisk() {
    return new Tiers(heap, offheap, 0);
  }

  Tiers withoutOffheap() {
    return new Tiers(heap, 0, disk);
  }
}
