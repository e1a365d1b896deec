package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Pins;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares definitions with the versions they are pinned to, for one snapshot by one thread. */
final class PinCheck {
  private static final String HINT =
      "look at what changed; then pin it anew with 'impresario lock', or restore the file";

  private final Pins pins;
  private final boolean refuses;
  private final Set<String> won = new HashSet<>();

  PinCheck(Pins pins, Pins.Mode mode) {
    this.pins = pins;
    this.refuses = mode == Pins.Mode.REFUSE;
  }

  /** Returns why this one is refused, or null; to be asked of all in their order. */
  @Nullable Refused check(Candidate candidate) {
    AgentMetadata metadata = candidate.metadata();
    String problem = refuses ? problem(metadata) : null;
    if (problem == null) {
      won.add(metadata.id());
      return null;
    }
    return new Refused(
        candidate,
        code(metadata.id()),
        won.contains(metadata.id()) ? Severity.INFO : Severity.ERROR,
        problem,
        "it is of the pinned version, and what would come before it is not",
        HINT);
  }

  /** Reports those on offer that differ, and what is pinned but not there. */
  void report(
      List<AgentMetadata> offered, Collection<String> refused, List<Diagnostic> diagnostics) {
    var there = new HashSet<>(refused);
    for (AgentMetadata metadata : offered) {
      there.add(metadata.id());
      String problem = problem(metadata);
      if (problem != null) {
        diagnostics.add(
            Diagnostic.ofFile(
                    Severity.WARNING,
                    code(metadata.id()),
                    metadata.origin().path(),
                    "agent '%s' is used, though %s".formatted(metadata.id(), problem),
                    HINT)
                .withSource(metadata.origin().source()));
      }
    }
    pins.versions().keySet().stream()
        .filter(id -> !there.contains(id))
        .forEach(id -> diagnostics.add(missing(id)));
  }

  private static Diagnostic missing(String id) {
    return Diagnostic.ofSource(
        Severity.WARNING,
        "pin-missing",
        "agent '%s' is pinned, but nobody offers it".formatted(id),
        "restore its file, or write the lock file anew with 'impresario lock'");
  }

  private String code(String id) {
    return pins.versions().containsKey(id) ? "pin-differs" : "not-pinned";
  }

  private @Nullable String problem(AgentMetadata metadata) {
    if (pins.matches(metadata)) {
      return null;
    }
    String pinned = pins.versions().get(metadata.id());
    if (pinned == null) {
      return "it is not pinned";
    }
    return metadata.version().equals(pinned)
        ? "its format '%s' is not the pinned '%s'"
            .formatted(metadata.origin().format(), pins.formats().get(metadata.id()))
        : "its version %.8s… is not the pinned %.8s…".formatted(metadata.version(), pinned);
  }
}
