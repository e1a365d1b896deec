package dev.impresario.core.internal.match;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which documents have a term, and what that is worth: an inverted index, weighed by BM25F.
 *
 * <p>A term that is in few documents is worth more than one that is in many (idf). In a document
 * its occurrences are added up over the fields, each by the field's weight and less in a long text;
 * more and more of them are worth less and less each:
 *
 * <pre>
 *   tf(t,d)    = sum over fields f of  weight(f) * count(t,d,f) / (1 - b(f) + b(f) * length(d,f) / average(f))
 *   idf(t)     = ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5))
 *   score(d)   = sum over terms t of   idf(t) * tf(t,d) / (K + tf(t,d)) * (weight of t in the work)
 * </pre>
 *
 * <p>All but the last sum is worked out when the index is made. Immutable.
 */
final class Index {
  static final float K = 1.2f;

  private final Map<String, Integer> numbers;
  private final Document[] documents;
  private final int[] starts; // of the postings of each term, and one more
  private final int[] holders; // documents, ascending within a term
  private final float[] worths; // tf / (K + tf)

  private Index(Map<String, Integer> numbers, Document[] documents, int[] starts) {
    this.numbers = numbers;
    this.documents = documents;
    this.starts = starts;
    holders = new int[starts[starts.length - 1]];
    worths = new float[holders.length];
  }

  /**
   * Makes an index; takes over what is given.
   *
   * @param documents sorted by id
   * @param frequencies how many documents have each term
   */
  static Index of(Map<String, Integer> numbers, Document[] documents, int[] frequencies) {
    var starts = new int[frequencies.length + 1];
    for (int term = 0; term < frequencies.length; term++) {
      starts[term + 1] = starts[term] + frequencies[term];
    }
    var index = new Index(numbers, documents, starts);
    index.fill();
    return index;
  }

  private void fill() {
    float[] averages = averages();
    int[] next = Arrays.copyOf(starts, starts.length);
    var factors = new float[Field.ALL.length];
    for (int number = 0; number < documents.length; number++) {
      Document document = documents[number];
      for (Field field : Field.ALL) {
        factors[field.place] = factor(field, document, averages);
      }
      for (int i = 0; i < document.terms().length; i++) {
        int place = next[document.terms()[i]]++;
        holders[place] = number;
        worths[place] = worth(document.counts()[i], factors);
      }
    }
  }

  private float[] averages() {
    var sums = new long[Field.ALL.length];
    for (Document document : documents) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += document.lengths()[i];
      }
    }
    var averages = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      averages[i] = (float) sums[i] / documents.length;
    }
    return averages;
  }

  private static float factor(Field field, Document document, float[] averages) {
    int i = field.place;
    float relative = averages[i] == 0 ? 1 : document.lengths()[i] / averages[i];
    return field.weight / (1 - field.lengthCounts + field.lengthCounts * relative);
  }

  private static float worth(int counts, float[] factors) {
    float frequency = 0;
    for (Field field : Field.ALL) {
      frequency += factors[field.place] * field.count(counts);
    }
    return frequency / (K + frequency);
  }

  int size() {
    return documents.length;
  }

  Document document(int number) {
    return documents[number];
  }

  /** Returns the number of a term that some document has, or null. */
  @Nullable Integer number(String term) {
    Integer number = numbers.get(term);
    return number == null || frequency(number) == 0 ? null : number;
  }

  private int frequency(int term) {
    return starts[term + 1] - starts[term];
  }

  /** Returns how rare a term is. */
  double rarity(int term) {
    return rarityOf(frequency(term));
  }

  /** Returns how rare a term is that one document has, or none. */
  double highestRarity() {
    return rarityOf(1);
  }

  private double rarityOf(int frequency) {
    return Math.log1p((documents.length - frequency + 0.5) / (frequency + 0.5));
  }

  /** Adds what a term is worth to the scores of the documents that have it. */
  void addTo(float[] scores, int term, float weight) {
    for (int place = starts[term]; place < starts[term + 1]; place++) {
      scores[holders[place]] += weight * worths[place];
    }
  }

  /** Returns what a term is worth in a document; 0 if it is not there. */
  float worth(int document, int term) {
    int place = Arrays.binarySearch(holders, starts[term], starts[term + 1], document);
    return place < 0 ? 0 : worths[place];
  }
}
