package dev.impresario.runtime.langchain4j;

import dev.impresario.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong between us and a provider. It holds nothing of what was sent or answered but a
 * status and a word that we know.
 */
final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What it was. */
  enum Kind {
    /** The provider refused, with a status. */
    REFUSED,
    /** The provider failed within its answer, for a reason with a status. */
    FAILED,
    /** No connection could be made. */
    UNREACHABLE,
    /** Nothing came for too long. */
    SILENT,
    /** The connection ended before the answer did. */
    BROKEN_OFF,
    /** The answer is larger than any real one. */
    TOO_LARGE,
    /** The answer is none of the protocol. */
    SENSELESS,
    /** The thread was interrupted, and still is. */
    INTERRUPTED
  }

  private final Kind kind;
  private final String what;
  private final int status;
  private final @Nullable String word;
  private final @Nullable Duration retryAfter;
  private transient @Nullable Usage used;

  private HttpFailure(
      Kind kind, String what, int status, @Nullable String word, @Nullable Duration retryAfter) {
    super(what);
    this.kind = kind;
    this.what = what;
    this.status = status;
    this.word = word;
    this.retryAfter = retryAfter;
  }

  static HttpFailure refused(int status, @Nullable String word, @Nullable Duration retryAfter) {
    return new HttpFailure(Kind.REFUSED, "status " + status, status, word, retryAfter);
  }

  static HttpFailure failed(int status, @Nullable String word) {
    return new HttpFailure(Kind.FAILED, "status " + status, status, word, null);
  }

  static HttpFailure of(Kind kind, String what) {
    return new HttpFailure(kind, what, 0, null, null);
  }

  Kind kind() {
    return kind;
  }

  /** Returns a detail to show: a type, a time or a size. */
  String what() {
    return what;
  }

  /** Returns the status of a refusal, as the provider sent it or as its word is known to mean. */
  int status() {
    return status;
  }

  /** Returns the provider's own name for a refusal, if it is one of those we know. */
  @Nullable String word() {
    return word;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Returns what the provider had counted before it failed, or null if it said nothing. */
  @Nullable Usage used() {
    return used;
  }

  /** Returns this, with what the provider had counted. */
  HttpFailure after(@Nullable Usage counted) {
    used = counted;
    return this;
  }
}
