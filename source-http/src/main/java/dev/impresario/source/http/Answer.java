package dev.impresario.source.http;

import org.jspecify.annotations.Nullable;

/** What a server answered to one request; all but the status as far as it is there and is used. */
final class Answer {
  private final int status;
  private final byte[] body;
  private final boolean lengthKnown;
  private final @Nullable String location;
  private final @Nullable String retryAfter;
  private final Validators validators;

  Answer(
      int status,
      byte[] body,
      boolean lengthKnown,
      @Nullable String location,
      @Nullable String retryAfter,
      Validators validators) {
    this.status = status;
    this.body = body;
    this.lengthKnown = lengthKnown;
    this.location = location;
    this.retryAfter = retryAfter;
    this.validators = validators;
  }

  int status() {
    return status;
  }

  /** Returns the content, decoded; empty unless the status is 200. */
  byte[] body() {
    return body;
  }

  /** Returns whether a body that was cut off would have been noticed. */
  boolean isLengthKnown() {
    return lengthKnown;
  }

  @Nullable String location() {
    return location;
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }

  Validators validators() {
    return validators;
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** Returns whether asking again may help. */
  boolean mayPass() {
    return status == 408 || status == 429 || status >= 500;
  }
}
