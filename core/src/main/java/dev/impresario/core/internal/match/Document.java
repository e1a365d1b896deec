package dev.impresario.core.internal.match;

import java.util.Arrays;

/**
 * An agent as an index has it. Immutable.
 *
 * @param terms the numbers of its terms, ascending
 * @param counts how often it has each, in each field; see {@link Field#count}
 * @param lengths how many words each field has
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares documents or changes their arrays
record Document(String id, int[] terms, int[] counts, int[] lengths) {

  /** Returns how often it has a term, in each field. */
  int counts(int term) {
    int place = Arrays.binarySearch(terms, term);
    return place < 0 ? 0 : counts[place];
  }
}
