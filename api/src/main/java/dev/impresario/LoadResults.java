package dev.impresario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of several loads. Every id asked for is in exactly one of the two maps, in the order
 * it was asked for.
 *
 * @param loaded the definitions by id
 * @param failed why the others could not be loaded, by id
 */
public record LoadResults(
    Map<String, AgentDefinition> loaded, Map<String, ImpresarioException> failed) {

  /** Copies the maps in their order. */
  public LoadResults {
    loaded = Collections.unmodifiableMap(new LinkedHashMap<>(loaded));
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }
}
