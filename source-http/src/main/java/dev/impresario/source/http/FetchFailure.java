package dev.impresario.source.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why something could not be had. The message is ours throughout: it quotes neither what a server
 * sent nor what a library said of it, and stays the same while the reason does.
 */
final class FetchFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** What kind of reason it is. */
  enum Kind {
    /** We do not go there, whatever is there. */
    REFUSED,
    /** The server or the way to it failed; trying again may help. */
    PASSING,
    /**
     * The server was not asked: it has failed too often, asked to be left alone, or others took all
     * means.
     */
    LEFT_ALONE,
    /** There was an answer, but one that will not do. */
    ANSWER,
    /** The manifest is no manifest. */
    MANIFEST
  }

  private final Kind kind;
  private final long retryAfter;

  private FetchFailure(Kind kind, String message, @Nullable Throwable cause, long retryAfter) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  static FetchFailure refused(String message) {
    return new FetchFailure(Kind.REFUSED, message, null, 0);
  }

  static FetchFailure passing(String message, @Nullable Throwable cause) {
    return new FetchFailure(Kind.PASSING, message, cause, 0);
  }

  /** Creates one of a server that says when to come again, in nanoseconds from now. */
  static FetchFailure passing(String message, long retryAfter) {
    return new FetchFailure(Kind.PASSING, message, null, retryAfter);
  }

  /** Creates one of a server that wants to be left alone for so many nanoseconds, if any. */
  static FetchFailure leftAlone(String message, long retryAfter) {
    return new FetchFailure(Kind.LEFT_ALONE, message, null, retryAfter);
  }

  static FetchFailure answer(String message) {
    return new FetchFailure(Kind.ANSWER, message, null, 0);
  }

  static FetchFailure manifest(String message) {
    return new FetchFailure(Kind.MANIFEST, message, null, 0);
  }

  Kind kind() {
    return kind;
  }

  /** Returns after how many nanoseconds the server wants to be asked again, or 0. */
  long retryAfter() {
    return retryAfter;
  }

  /** Returns what to do about it. */
  String hint() {
    return switch (kind) {
      case REFUSED -> "if it is meant, name the host in option 'allow'";
      case PASSING, LEFT_ALONE -> "see to the server; it is tried again by itself";
      case ANSWER -> "mend what the server offers; it is tried again by itself";
      case MANIFEST -> "mend the manifest; it is tried again by itself";
    };
  }

  /** Returns the text of a failure, never null. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
