package dev.impresario.format.markdown;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed that is printed, so that a failure can be had again: -Dseed=... */
final class Seeded {
  final long seed;
  private final SplittableRandom random;

  private Seeded(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  static Seeded create(String what) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(what + ": -Dseed=" + seed);
    return new Seeded(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T anyOf(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  String soup(List<String> fragments, int length) {
    var text = new StringBuilder();
    for (int i = below(length) + 1; i > 0; i--) {
      text.append(anyOf(fragments));
    }
    return text.toString();
  }
}
