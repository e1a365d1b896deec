package dev.impresario.core.internal.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where an agent has a word, how much that counts, and how much less in a long text than in a short
 * one. The weights are by what authors do: a name is chosen with care, a description is what
 * callers are meant to go by, and headings are many and much alike.
 */
enum Field {
  NAME(0, 3, 0.3f),
  TYPE(1, 1.5f, 0.3f),
  SPECIALIZATIONS(2, 2, 0.3f),
  DESCRIPTION(3, 1, 0.6f),
  HEADINGS(4, 1, 0.75f),
  OPENING(5, 0.5f, 0.75f);

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  static final Field[] ALL = values();

  final int place; // in an array that has one entry a field
  final float weight;
  final float lengthCounts; // b of BM25: 0 not at all, 1 fully

  Field(int place, float weight, float lengthCounts) {
    this.place = place;
    this.weight = weight;
    this.lengthCounts = lengthCounts;
  }

  /** Returns how often a word is in this field, from the counts of all fields in one number. */
  int count(int counts) {
    return counts >>> (place * BITS) & MASK;
  }

  /** Returns the counts with one more in this field, up to what repeating a word may say there. */
  int counted(int counts) {
    return count(counts) == mostTimes() ? counts : counts + (1 << (place * BITS));
  }

  /** At most 31, which is what a count has bits for. */
  private int mostTimes() {
    return isSet() ? 2 : 5;
  }

  /** Returns how many of its words count at most, so that nobody is found by all words at once. */
  int mostWords() {
    return isSet() ? 50 : 1_000;
  }

  /** Whether it is a set of words, in which one that comes again and again says nothing more. */
  private boolean isSet() {
    return this == NAME || this == TYPE || this == SPECIALIZATIONS;
  }

  /** Returns the names of the fields that have the word. */
  static List<String> names(int counts) {
    var names = new ArrayList<String>(1);
    for (Field field : ALL) {
      if (field.count(counts) > 0) {
        names.add(field.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
