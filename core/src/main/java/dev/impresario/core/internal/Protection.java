package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /**
   * Something that is kept.
   *
   * @param id the agent's, or null if only the name of a file is known
   * @param path of the file or directory, or null if it is the whole source
   */
  private record Claim(BoundSource source, @Nullable String id, @Nullable String path) {}

  private final Map<String, Claim> byFoldedId = new HashMap<>();
  private final List<Claim> unknown = new ArrayList<>();

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
      unknown.add(new Claim(source, null, null));
    }
    state.files().forEach((path, file) -> addFile(source, path, file));
    for (Diagnostic problem : state.problems()) {
      String path = problem.path();
      if (problem.isError() && path != null && !state.files().containsKey(path)) {
        addUnread(state, path);
      }
    }
  }

  private void addFile(BoundSource source, String path, FileState file) {
    Candidate candidate = file.candidate();
    if (candidate != null) {
      add(candidate.metadata().id(), new Claim(source, candidate.metadata().id(), path));
    } else if (file.problems().stream().anyMatch(Diagnostic::isError)) {
      addNames(source, path);
    }
  }

  /** A file has a dot in its name; what has none is a directory, with who knows what in it. */
  private void addUnread(SourceState state, String path) {
    if (path.indexOf('.', path.lastIndexOf('/') + 2) > 0) {
      addNames(state.source(), path);
    } else if (state.files().keySet().stream().noneMatch(known -> known.startsWith(path + "/"))) {
      unknown.add(new Claim(state.source(), null, path));
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
    for (Claim claim : unknown) {
      if (outranks(claim, scope)) {
        return refused(candidate, claim, unknownReason(claim, scope));
      }
    }
    String id = candidate.metadata().id();
    Claim claim = byFoldedId.get(Ids.folded(id));
    return claim != null && outranks(claim, scope)
        ? refused(candidate, claim, reason(claim, id, scope))
        : null;
  }

  /** What is farther away is trusted more: fewer may write there. */
  private static boolean outranks(Claim claim, Scope scope) {
    return claim.source().scope().compareTo(scope) > 0;
  }

  private static Refused refused(Candidate candidate, Claim claim, String reason) {
    Scope scope = candidate.metadata().origin().scope();
    return new Refused(
        candidate, "protected-id", Severity.ERROR, reason, decides(claim.source(), scope), HINT);
  }

  private static String decides(BoundSource source, Scope lower) {
    return "source '%s' is protected, and scope %s is trusted less"
        .formatted(source.name(), word(lower));
  }

  private static String unknownReason(Claim claim, Scope scope) {
    String what = claim.path() == null ? "it" : "its '%s'".formatted(claim.path());
    return "%s; %s has never been scanned, so nobody knows its ids"
        .formatted(decides(claim.source(), scope), what);
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

  /** Reports the sources of which nothing is known, so that it is plain why so much is missing. */
  void report(List<Diagnostic> diagnostics) {
    for (Claim claim : unknown) {
      diagnostics.add(
          new Diagnostic(
              Severity.ERROR,
              "protection-unknown",
              claim.source().name(),
              claim.path(),
              0,
              0,
              "it is protected and has never been scanned, so no agent of lower trust is on offer",
              "mend what its other finding says"));
    }
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
