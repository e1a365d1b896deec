package dev.impresario.core.internal.match;

import dev.impresario.AgentMetadata;
import dev.impresario.spi.AgentProfile;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Counts the words of one agent. */
final class DocumentBuilder {
  private static final int LONGEST = 10_000;

  private final UnaryOperator<String> terms;
  private final ToIntFunction<String> numbers;
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private final int[] lengths = new int[Field.ALL.length];

  private DocumentBuilder(UnaryOperator<String> terms, ToIntFunction<String> numbers) {
    this.terms = terms;
    this.numbers = numbers;
  }

  /**
   * Makes a document of a profile.
   *
   * @param terms gives each word its term; see {@link Tokenizer#term}
   * @param numbers gives each term its number
   */
  static Document build(
      AgentProfile profile, UnaryOperator<String> terms, ToIntFunction<String> numbers) {
    var builder = new DocumentBuilder(terms, numbers);
    AgentMetadata agent = profile.metadata();
    builder.add(Field.NAME, agent.name());
    if (!agent.id().equals(agent.name())) {
      builder.add(Field.NAME, agent.id());
    }
    if (agent.type() != null) {
      builder.add(Field.TYPE, agent.type());
    }
    agent.specializations().forEach(text -> builder.add(Field.SPECIALIZATIONS, text));
    builder.add(Field.DESCRIPTION, agent.description());
    profile.headings().forEach(text -> builder.add(Field.HEADINGS, text));
    builder.add(Field.OPENING, profile.opening());
    return builder.document(agent.id());
  }

  private void add(Field field, String text) {
    if (lengths[field.place] == field.mostWords()) {
      return;
    }
    Tokenizer.tokenize(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        terms,
        token -> add(field, token));
  }

  /** A name is found by its parts as well; elsewhere GitHub is one word. */
  private void add(Field field, Token token) {
    count(field, token.term());
    if (field == Field.NAME) {
      token.parts().forEach(part -> count(field, part.term()));
    }
  }

  private void count(Field field, String term) {
    if (!term.isEmpty() && lengths[field.place] < field.mostWords()) {
      lengths[field.place]++;
      counts.compute(numbers.applyAsInt(term), (key, old) -> field.counted(old == null ? 0 : old));
    }
  }

  private Document document(String id) {
    var terms = new int[counts.size()];
    var frequencies = new int[counts.size()];
    int i = 0;
    for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
      terms[i] = entry.getKey();
      frequencies[i++] = entry.getValue();
    }
    return new Document(id, terms, frequencies, lengths);
  }
}
