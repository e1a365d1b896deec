package dev.impresario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No agent suits a piece of work clearly better than every other. The message names the best. */
public final class NoClearAgentException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Shortlist shortlist; // a shortlist cannot be serialized

  /** Creates one for what was found all the same. */
  public NoClearAgentException(Shortlist shortlist) {
    super(message(shortlist));
    this.shortlist = shortlist;
  }

  /** Returns the agents that suit best; none if none does, or after this was serialized. */
  public Shortlist shortlist() {
    Shortlist known = shortlist;
    return known != null ? known : new Shortlist(List.of(), Optional.empty());
  }

  private static String message(Shortlist shortlist) {
    List<Match> best = shortlist.matches();
    if (best.isEmpty()) {
      return "no agent suits the work; name one with Task.of, or say the work in the words of the"
          + " agents' descriptions";
    }
    String named =
        best.stream()
            .map(match -> "'%s'".formatted(SafeText.escape(match.agent().id())) + score(match))
            .collect(Collectors.joining(", ", "[", "]"));
    return "no agent is clearly the best for the work: %s; name one of them with Task.of, or say more of the work"
        .formatted(named);
  }

  private static String score(Match match) {
    int duplicates = match.duplicates().size();
    String described = duplicates == 0 ? "" : " (and %d described alike)".formatted(duplicates);
    return " " + Shortlist.rounded(match.score()) + described;
  }
}
