package dev.impresario.spi;

import dev.impresario.Diagnostic;
import java.util.List;

/**
 * What a source holds.
 *
 * @param resources the candidates, each path once, in an order that is the same for the same files
 * @param diagnostics what is wrong with other entries, or with the source. An error with a path
 *     says that nothing is known of what is at or below it; the engine then keeps what it knew.
 */
public record Scan(List<AgentResource> resources, List<Diagnostic> diagnostics) {

  /** Copies the lists. */
  public Scan {
    resources = List.copyOf(resources);
    diagnostics = List.copyOf(diagnostics);
  }
}
