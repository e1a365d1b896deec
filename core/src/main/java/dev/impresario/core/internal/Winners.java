package dev.impresario.core.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who stands for each id. Safe for use by many threads.
 *
 * <p>A load of a cached prompt takes as long as its way through memory: what is known only when
 * something else was read has to wait for it. So a text leads, by open addressing, to a place where
 * the key to the cache and the candidate lie side by side, not to a node that leads to a candidate
 * that leads to the key. Ids that are made to share a hash would be searched one by one; those that
 * find no place near by are in a map, which bears that.
 */
final class Winners {
  private static final int FIBONACCI = 0x9E3779B9; // 2^32 by the golden ratio: parts what is alike
  private static final int STEPS = 16;

  private final @Nullable PromptKey[] keys;
  private final @Nullable Candidate[] candidates;
  private final int shift;
  private final Map<String, Candidate> crowded = new HashMap<>();

  /** Takes one candidate for each id. */
  Winners(Collection<Candidate> candidates) {
    int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(candidates.size()));
    this.keys = new PromptKey[1 << bits]; // two to four places for each
    this.candidates = new Candidate[1 << bits];
    this.shift = 32 - bits;
    candidates.forEach(this::add);
  }

  private void add(Candidate candidate) {
    String id = candidate.key().id();
    int place = first(id);
    for (int step = 0; step < STEPS; step++) {
      if (keys[place] == null) {
        keys[place] = candidate.key();
        candidates[place] = candidate;
        return;
      }
      place = next(place);
    }
    crowded.put(id, candidate);
  }

  /** Returns where an id is, or a negative number for none that lies side by side. */
  int placeOf(String id) {
    int place = first(id);
    for (int step = 0; step < STEPS; step++) {
      PromptKey key = keys[place];
      if (key == null) {
        return -1;
      }
      if (key.id().equals(id)) {
        return place;
      }
      place = next(place);
    }
    return -1;
  }

  /** Returns the key of the candidate at a place. */
  @SuppressWarnings("NullAway") // there is one at each place that was returned
  PromptKey key(int place) {
    return keys[place];
  }

  /** Returns the candidate at a place. */
  @SuppressWarnings("NullAway") // likewise
  Candidate candidate(int place) {
    return candidates[place];
  }

  /** Returns who stands for an id, or null if nobody does. */
  @Nullable Candidate find(String id) {
    int place = placeOf(id);
    return place >= 0 ? candidates[place] : crowded.get(id);
  }

  private int first(String id) {
    return (id.hashCode() * FIBONACCI) >>> shift;
  }

  private int next(int place) {
    return (place + 1) & (keys.length - 1);
  }
}
