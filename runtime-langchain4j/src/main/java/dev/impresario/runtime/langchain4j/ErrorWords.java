package dev.impresario.runtime.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words by which providers name errors, and the status that each stands for where none is sent.
 * Only these are ever taken from an error's text: the rest may repeat the prompt. The most telling
 * come first.
 */
final class ErrorWords {
  /** How much of an error's text is looked at. */
  static final int LOOKED_AT = 8192;

  private static final Map<String, Integer> STATUS_OF = new LinkedHashMap<>();

  static {
    STATUS_OF.put("insufficient_quota", 429);
    STATUS_OF.put("context_length_exceeded", 400);
    STATUS_OF.put("model_not_found", 404);
    STATUS_OF.put("invalid_api_key", 401);
    STATUS_OF.put("billing_error", 402);
    STATUS_OF.put("overloaded_error", 529);
    STATUS_OF.put("rate_limit_exceeded", 429);
    STATUS_OF.put("rate_limit_error", 429);
    STATUS_OF.put("request_too_large", 413);
    STATUS_OF.put("authentication_error", 401);
    STATUS_OF.put("permission_error", 403);
    STATUS_OF.put("not_found_error", 404);
    STATUS_OF.put("invalid_request_error", 400);
    STATUS_OF.put("timeout_error", 504);
    STATUS_OF.put("api_error", 500);
    STATUS_OF.put("server_error", 500);
  }

  private ErrorWords() {}

  /** Returns the first word that stands in quotes in the text. */
  static Optional<String> in(String text) {
    return STATUS_OF.keySet().stream().filter(word -> text.contains('"' + word + '"')).findFirst();
  }

  /** Returns the failure that an error in the middle of an answer stands for. */
  static HttpFailure failure(String text) {
    Optional<String> word = in(text);
    return HttpFailure.failed(word.map(STATUS_OF::get).orElse(500), word.orElse(null));
  }
}
