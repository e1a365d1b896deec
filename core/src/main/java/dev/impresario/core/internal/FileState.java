package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import java.util.List;
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

  static FileState good(AgentResource resource, Candidate candidate) {
    return new FileState(resource.revision(), candidate, List.of(), true);
  }

  /** Returns the state of a file that is no agent and has never been one. */
  static FileState none(AgentResource resource, List<Diagnostic> problems) {
    return new FileState(resource.revision(), null, problems, true);
  }

  boolean isCurrentFor(AgentResource resource) {
    return settled && revision.equals(resource.revision());
  }
}
