package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one file. Immutable.
 *
 * @param revision what the file's content was known by
 * @param candidate the definition in it, in its last good version, or null if it never had one
 * @param problems what is wrong with the file as it is now; empty if the candidate is current
 * @param settled whether a file of the same revision need not be read again
 */
record FileState(
    String revision, @Nullable Candidate candidate, List<Diagnostic> problems, boolean settled) {

  static FileState good(ScannedFile file, Candidate candidate) {
    return new FileState(file.revision(), candidate, List.of(), true);
  }

  /** Returns the state of a file that is no agent and has never been one. */
  static FileState none(ScannedFile file, List<Diagnostic> problems) {
    return new FileState(file.revision(), null, problems, true);
  }

  /** Returns this state for a file that is to be read again whatever its revision. */
  FileState unsettled() {
    return new FileState(revision, candidate, problems, false);
  }

  boolean isCurrentFor(ScannedFile file) {
    return settled && revision.equals(file.revision());
  }

  /** Returns whether the other says the same, in other words perhaps. */
  boolean isLike(FileState other) {
    return settled == other.settled
        && revision.equals(other.revision)
        && Objects.equals(candidate, other.candidate)
        && Findings.areAlike(problems, other.problems);
  }
}
