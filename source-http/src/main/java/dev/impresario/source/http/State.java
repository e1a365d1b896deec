package dev.impresario.source.http;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is held after a round. Immutable.
 *
 * @param files by path
 * @param problems those of single files
 * @param manifest what was listed last, or null
 * @param manifestFrom what the server can be asked by whether that has changed, or null
 */
record State(
    SortedMap<String, HeldFile> files,
    List<Diagnostic> problems,
    @Nullable Manifest manifest,
    @Nullable Validators manifestFrom) {

  /** Returns all that is held and is wrong. */
  Scan scan(@Nullable Diagnostic outage) {
    var diagnostics = new ArrayList<Diagnostic>();
    if (outage != null) {
      diagnostics.add(outage);
    }
    diagnostics.addAll(problems);
    return new Scan(List.<AgentResource>copyOf(files.values()), diagnostics);
  }
}
