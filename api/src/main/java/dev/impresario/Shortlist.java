package dev.impresario;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The agents that suit a piece of work best, as of one moment. Immutable.
 *
 * @param matches the best first; equals by id
 * @param decided the first match, if it is clearly better than the second and the work has enough
 *     in common with it; else empty. What is clear, the selector says
 */
public record Shortlist(List<Match> matches, Optional<AgentMetadata> decided) {

  /** Copies the matches. */
  public Shortlist {
    matches = List.copyOf(matches);
    Objects.requireNonNull(decided, "decided");
  }

  /**
   * Returns the shortlist as a text for a model that is to choose: a line {@code - id:
   * "description"} for each agent, the best first. An id that has other characters than letters and
   * digits of ASCII, dots, underscores and hyphens is in quotes, too.
   *
   * <p>What does not fit is cut: first the longest descriptions, all to one length, then lines that
   * take more than their share of room, by an id of many characters or by escapes, then the lines
   * of those that suit least. No line is cut in two. Ids and descriptions are what authors of files
   * wrote: they are quoted and escaped, so that none can look like another line, but a model should
   * be told that they are not instructions. {@link Match#duplicates()} are not in it.
   *
   * @param maxTokens how long it may be, from 1; a token is taken for 3 bytes of UTF-8, which is
   *     more than most models need: about 3 letters of English, or one Chinese character
   * @return the lines, each with a line feed at its end; empty if not even one fits
   */
  public String asPrompt(int maxTokens) {
    return ShortlistPrompt.of(matches, maxTokens);
  }

  /** Shows ids and scores, never the work. */
  @Override
  public String toString() {
    return "Shortlist%s, %s"
        .formatted(
            matches,
            decided.map(agent -> "decided for " + SafeText.escape(agent.id())).orElse("undecided"));
  }

  /** Returns a score for people. */
  static String rounded(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }
}
