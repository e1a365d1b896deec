package dev.impresario.cli;

import dev.impresario.core.Impresario;
import java.util.Map;

/**
 * Where prompts are to be kept.
 *
 * @param id the provider's
 * @param options what the user set for it
 */
record CacheChoice(String id, Map<String, String> options) {
  /** Named, since others offer themselves more strongly, and take longer to load than most runs. */
  static final CacheChoice IN_MEMORY = new CacheChoice("inmemory", Map.of());

  CacheChoice {
    options = Map.copyOf(options);
  }

  Impresario.Builder configure(Impresario.Builder builder) {
    return builder.cache(id, options);
  }
}
