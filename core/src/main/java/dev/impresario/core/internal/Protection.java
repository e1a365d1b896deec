package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sources that are protected keep from those of lower trust: the ids of their agents and what
 * is easily taken for them; the ids that the names of their broken files say; and everything as
 * long as nobody knows what they hold.
 *
 * <p>Used by one thread while a snapshot is made.
 */
final class Protection {
  private static final String HINT = "call it differently, or do not protect that source";

  /** Errors of a whole source after which all that was known of it still is. */
  private static final Set<String> OUTAGES =
      Set.of("scan-failed", "unreachable", "manifest-invalid", "address-refused");

  /**
   * An id that is kept.
   *
   * @param id the agent's, or null if only the name of a file is known
   */
  private record Claim(BoundSource source, @Nullable String id, String path) {}

  /**
   * Something of which nobody knows what it holds.
   *
   * @param path of the directory, or null if it is anywhere in the source
   * @param state what is known of it
   */
  private record Unknown(BoundSource source, @Nullable String path, String state) {}

  private static final String UNSEEN = "has never been scanned";
  private static final String PARTLY_SEEN = "is known only in part";

  private final Map<String, Claim> byFoldedId = new HashMap<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final List<AgentMetadata> misnamed = new ArrayList<>();

  private Protection() {}

  /** Returns what is protected, or null if nothing is. */
  static @Nullable Protection of(List<SourceState> sources) {
    Protection protection = null;
    for (SourceState source : sources) {
      if (source.source().trust().protectedIds()) {
        protection = protection == null ? new Protection() : protection;
        protection.addAll(source);
      }
    }
    return protection;
  }

  private void addAll(SourceState state) {
    BoundSource source = state.source();
    if (!state.seen()) {
      unknown.add(new Unknown(source, null, UNSEEN));
    } else if (state.problems().stream().anyMatch(Protection::leavesEntriesOut)) {
      unknown.add(new Unknown(source, null, PARTLY_SEEN));
    }
    state.files().forEach((path, file) -> addFile(source, path, file));
    for (Diagnostic problem : state.problems()) {
      String path = problem.path();
      if (problem.isError() && path != null && !state.files().containsKey(path)) {
        addUnread(state, path);
      }
    }
  }

  /** An error that names no file is of files that nobody names. */
  private static boolean leavesEntriesOut(Diagnostic problem) {
    return problem.isError() && problem.path() == null && !OUTAGES.contains(problem.code());
  }

  private void addFile(BoundSource source, String path, FileState file) {
    Candidate candidate = file.candidate();
    if (candidate != null) {
      String id = candidate.metadata().id();
      add(id, new Claim(source, id, path));
      String folded = Ids.folded(id);
      if (FileNames.idsSaidBy(path).stream().map(Ids::folded).noneMatch(folded::equals)) {
        misnamed.add(candidate.metadata());
      }
    } else if (file.problems().stream().anyMatch(Diagnostic::isError)) {
      addNames(source, path);
    }
  }

  /** A file has a dot in its name; what has none is a directory, with who knows what in it. */
  private void addUnread(SourceState state, String path) {
    if (path.indexOf('.', path.lastIndexOf('/') + 2) > 0) {
      addNames(state.source(), path);
    } else if (state.files().keySet().stream().noneMatch(known -> known.startsWith(path + "/"))) {
      unknown.add(new Unknown(state.source(), path, UNSEEN));
    }
  }

  private void addNames(BoundSource source, String path) {
    FileNames.idsSaidBy(path).forEach(id -> add(id, new Claim(source, null, path)));
  }

  private void add(String id, Claim claim) {
    byFoldedId.merge(Ids.folded(id), claim, Protection::stronger);
  }

  /** The more trusted one counts, and of equals the one that says most. */
  private static Claim stronger(Claim one, Claim other) {
    int order = one.source().scope().compareTo(other.source().scope());
    return order > 0 || (order == 0 && one.id() != null) ? one : other;
  }

  /** Returns why this one is refused, or null if it is not. */
  @Nullable Refused check(Candidate candidate) {
    Scope scope = candidate.metadata().origin().scope();
    for (Unknown some : unknown) {
      if (outranks(some.source(), scope)) {
        return refused(candidate, some.source(), unknownReason(some, scope));
      }
    }
    String id = candidate.metadata().id();
    Claim claim = byFoldedId.get(Ids.folded(id));
    return claim != null && outranks(claim.source(), scope)
        ? refused(candidate, claim.source(), reason(claim, id, scope))
        : null;
  }

  /** What is farther away is trusted more: fewer may write there. */
  private static boolean outranks(BoundSource source, Scope scope) {
    return source.scope().compareTo(scope) > 0;
  }

  private static Refused refused(Candidate candidate, BoundSource source, String reason) {
    Scope scope = candidate.metadata().origin().scope();
    return new Refused(
        candidate, "protected-id", Severity.ERROR, reason, decides(source, scope), HINT);
  }

  private static String decides(BoundSource source, Scope lower) {
    return "source '%s' is protected, and scope %s is trusted less"
        .formatted(source.name(), word(lower));
  }

  private static String unknownReason(Unknown some, Scope scope) {
    String what = some.path() == null ? "it" : "its '%s'".formatted(some.path());
    return "%s; %s %s, so nobody knows its ids"
        .formatted(decides(some.source(), scope), what, some.state());
  }

  private static String reason(Claim claim, String id, Scope scope) {
    String rule = decides(claim.source(), scope);
    if (claim.id() == null) {
      return "%s; its file '%s' cannot be read and may be of this id".formatted(rule, claim.path());
    }
    return claim.id().equals(id)
        ? rule
        : "it is easily taken for '%s', and %s".formatted(claim.id(), rule);
  }

  /**
   * Reports the sources of which too little is known, so that it is plain why so much is missing,
   * and the files that would not say their id if they broke.
   */
  void report(List<Diagnostic> diagnostics) {
    for (Unknown some : unknown) {
      diagnostics.add(
          new Diagnostic(
              Severity.ERROR,
              "protection-unknown",
              some.source().name(),
              some.path(),
              0,
              0,
              "it is protected and %s, so no agent of lower trust is on offer"
                  .formatted(some.state()),
              "mend what its other finding says"));
    }
    misnamed.forEach(metadata -> diagnostics.add(misnamed(metadata)));
  }

  private static Diagnostic misnamed(AgentMetadata metadata) {
    return Diagnostic.ofFile(
            Severity.WARNING,
            "protected-name",
            metadata.origin().path(),
            "agent '%s' is protected, but if this file cannot be read, its name does not say so"
                .formatted(metadata.id()),
            "name the file as its agent")
        .withSource(metadata.origin().source());
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
