package dev.impresario.source.http;

import org.jspecify.annotations.Nullable;

/**
 * What a server may be asked by whether something has changed.
 *
 * @param at where the answer came from, after all redirects: they mean nothing elsewhere
 */
record Validators(WebAddress at, @Nullable String etag, @Nullable String lastModified) {

  /** Returns whether a server can be asked at all. */
  boolean areAny() {
    return etag != null || lastModified != null;
  }
}
