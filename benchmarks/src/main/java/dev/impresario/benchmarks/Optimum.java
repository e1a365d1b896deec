package dev.impresario.benchmarks;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * The best that any cache could do, if it knew the future: it forgets what is asked for again
 * latest (L. A. Belady, "A study of replacement algorithms for a virtual-storage computer", 1966),
 * and does not even take up what is asked for later than all it holds.
 */
final class Optimum {
  private Optimum() {}

  /** Returns how many requests of the trace can be hits. */
  static int hits(int[] trace, int capacity) {
    int[] next = nextUses(trace);
    var held = new TreeSet<Integer>(); // each entry by the place of its next use
    int hits = 0;
    for (int i = 0; i < trace.length; i++) {
      if (held.remove(i)) {
        hits++;
      }
      if (next[i] < trace.length) {
        held.add(next[i]);
        if (held.size() > capacity) {
          held.pollLast();
        }
      }
    }
    return hits;
  }

  /** Returns for each request where the same prompt is asked for again, or the trace's length. */
  private static int[] nextUses(int[] trace) {
    var next = new int[trace.length];
    var seen = new int[Arrays.stream(trace).max().orElse(0) + 1];
    Arrays.fill(seen, trace.length);
    for (int i = trace.length - 1; i >= 0; i--) {
      next[i] = seen[trace[i]];
      seen[trace[i]] = i;
    }
    return next;
  }
}
