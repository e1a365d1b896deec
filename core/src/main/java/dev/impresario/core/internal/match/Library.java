package dev.impresario.core.internal.match;

import dev.impresario.spi.AgentProfile;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All documents and the numbers of their terms, from which an index is made. A document is counted
 * once; making the next index from what was counted takes about a microsecond for each. Used by one
 * thread at a time.
 */
final class Library {
  private final Map<String, Document> documents = new TreeMap<>(); // by id, as equals are ordered
  private Map<String, Integer> numbers = new HashMap<>(); // an index has it, so it is replaced

  /** Takes in what changed and returns the next index. */
  Index update(Collection<AgentProfile> changed, Collection<String> removed) {
    removed.forEach(documents::remove); // removeAll would look through a list for each document
    if (!changed.isEmpty()) {
      numbers = new HashMap<>(numbers);
      var terms = new HashMap<String, String>(); // agents have most words in common
      for (AgentProfile profile : changed) {
        documents.put(
            profile.metadata().id(),
            document(profile, word -> terms.computeIfAbsent(word, Tokenizer::term)));
      }
    }
    Document[] all = documents.values().toArray(new Document[0]);
    int[] frequencies = frequencies(all);
    if (isMostlyForgotten(frequencies)) {
      renumber(frequencies);
      all = documents.values().toArray(all);
      frequencies = frequencies(all);
    }
    return Index.of(numbers, all, frequencies);
  }

  /** Returns how many terms have a number, those that are to be forgotten included. */
  int terms() {
    return numbers.size();
  }

  private Document document(AgentProfile profile, UnaryOperator<String> terms) {
    return DocumentBuilder.build(
        profile, terms, term -> numbers.computeIfAbsent(term, unknown -> numbers.size()));
  }

  private int[] frequencies(Document[] all) {
    var frequencies = new int[numbers.size()];
    for (Document document : all) {
      for (int term : document.terms()) {
        frequencies[term]++;
      }
    }
    return frequencies;
  }

  /** Terms of agents that are gone must not pile up. */
  private static boolean isMostlyForgotten(int[] frequencies) {
    long forgotten = Arrays.stream(frequencies).filter(frequency -> frequency == 0).count();
    return forgotten > frequencies.length / 2;
  }

  private void renumber(int[] frequencies) {
    var fresh = new int[frequencies.length];
    var kept = new HashMap<String, Integer>();
    numbers.forEach(
        (term, number) -> {
          if (frequencies[number] > 0) {
            fresh[number] = kept.size();
            kept.put(term, kept.size());
          }
        });
    numbers = kept;
    documents.replaceAll((id, document) -> renumbered(document, fresh));
  }

  private static Document renumbered(Document old, int[] fresh) {
    // both numbers of a pair in one long, so that they are sorted together
    var pairs = new long[old.terms().length];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (long) fresh[old.terms()[i]] << 32 | old.counts()[i];
    }
    Arrays.sort(pairs);
    int[] terms = Arrays.stream(pairs).mapToInt(pair -> (int) (pair >>> 32)).toArray();
    int[] counts = Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
    return new Document(old.id(), terms, counts, old.lengths());
  }
}
