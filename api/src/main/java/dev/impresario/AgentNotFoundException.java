package dev.impresario;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * No agent of the id asked for is on offer: no source has one, and the message names the nearest id
 * there is; or the host's rules refuse it, and the message says why.
 */
public final class AgentNotFoundException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  private static final int LONGEST_COMPARED = 64;

  private final String id;
  private final boolean refused;

  /**
   * Creates one.
   *
   * @param id what was asked for
   * @param offered the ids there are
   */
  public AgentNotFoundException(String id, Collection<String> offered) {
    super(message(id, offered));
    this.id = id;
    this.refused = false;
  }

  private AgentNotFoundException(String id, String message) {
    super(message);
    this.id = id;
    this.refused = true;
  }

  /**
   * Creates one for an agent that a source offers and the host's rules refuse.
   *
   * @param agent the definition that is refused
   * @param why the rule that refuses it, and what to do
   */
  public static AgentNotFoundException refused(AgentMetadata agent, String why) {
    return new AgentNotFoundException(
        agent.id(),
        "agent '%s' from %s is refused: %s"
            .formatted(
                SafeText.escape(abridged(agent.id())),
                agent.origin().place(),
                SafeText.escape(why)));
  }

  /** Returns the id that was asked for. */
  public String id() {
    return id;
  }

  /** Returns whether a source offers it, but the host's rules refuse it. */
  public boolean refused() {
    return refused;
  }

  private static String message(String id, Collection<String> offered) {
    String guess =
        nearest(id, offered)
            .map(near -> "did you mean '%s'? ".formatted(SafeText.escape(near)))
            .orElse("");
    String count =
        offered.size() == 1 ? "1 agent is on offer" : offered.size() + " agents are on offer";
    return "no agent '%s'; %s%s".formatted(SafeText.escape(abridged(id)), guess, count);
  }

  private static String abridged(String id) {
    return id.length() <= LONGEST_COMPARED ? id : id.substring(0, LONGEST_COMPARED) + "…";
  }

  /** Returns the id that a slip of the fingers could have turned into this one. */
  private static Optional<String> nearest(String id, Collection<String> offered) {
    if (id.isEmpty() || id.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    // fewer slips than characters, or every short id would be taken for every other
    int tolerance = Math.min(id.length() - 1, Math.max(1, id.length() / 3));
    String wanted = id.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = tolerance + 1;
    for (String other : offered) {
      if (Math.abs(other.length() - id.length()) > tolerance) {
        continue;
      }
      int distance = distance(wanted, other.toLowerCase(Locale.ROOT), least);
      boolean first = distance == least && nearest != null && other.compareTo(nearest) < 0;
      if (distance < least || first) {
        least = distance;
        nearest = other;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * Levenshtein's edit distance, one row at a time (Wagner and Fischer, 1974); more than the limit
   * as soon as it is sure to be more.
   */
  private static int distance(String a, String b, int limit) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      int lowest = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        lowest = Math.min(lowest, row[j]);
        diagonal = above;
      }
      if (lowest > limit) {
        return lowest;
      }
    }
    return row[b.length()];
  }
}
