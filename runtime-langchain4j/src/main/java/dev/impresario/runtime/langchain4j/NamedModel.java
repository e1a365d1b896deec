package dev.impresario.runtime.langchain4j;

import org.jspecify.annotations.Nullable;

/**
 * A model that agents can be given.
 *
 * @param name as prices, limits and messages know it
 * @param chat how it is asked
 * @param sentAs what a request must call it, or null if it knows its own name
 * @param maxOutputTokens how much it may write in one answer, as far as is known
 */
record NamedModel(String name, Chat chat, @Nullable String sentAs, int maxOutputTokens) {

  /** Returns whether it was made here, rather than by the host. */
  boolean own() {
    return sentAs != null;
  }
}
