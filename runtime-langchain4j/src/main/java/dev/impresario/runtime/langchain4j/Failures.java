package dev.impresario.runtime.langchain4j;

import dev.impresario.ModelCallException;
import dev.impresario.SafeText;
import dev.impresario.Usage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Words what can go wrong with a model, and says whether it may pass. The cause does not go along:
 * what a provider answers may repeat the prompt, and it is the message of most causes.
 */
final class Failures {
  private static final int DEEPEST_CAUSE = 20;

  private Failures() {}

  /**
   * Returns what to throw in place of a failure.
   *
   * @param model the model's name
   * @param own whether the model is ours, so that nothing it throws is a host's bug
   */
  static Exception of(String model, RuntimeException failure, boolean own) {
    if (Thread.interrupted() || caused(failure, InterruptedException.class).isPresent()) {
      return new InterruptedException();
    }
    if (failure instanceof ModelCallException worded) {
      return worded;
    }
    String name = SafeText.escape(model);
    HttpFailure http = caused(failure, HttpFailure.class).orElse(null);
    if (http != null) {
      return worded(name, http);
    }
    OptionalInt status = status(failure);
    if (status.isPresent()) {
      return refused(name, status.getAsInt(), null, null);
    }
    return unspoken(name, failure, own);
  }

  /** Returns what a provider had counted before it failed, if it said so. */
  static Optional<Usage> used(RuntimeException failure) {
    return caused(failure, HttpFailure.class).map(HttpFailure::used);
  }

  static ModelCallException nothing(String model) {
    return passing("model '%s' answered nothing; try again, or ask another model".formatted(model));
  }

  static ModelCallException senseless(String model, String why) {
    return passing(
        "model '%s' answered what cannot be understood (%s); try again, or check option 'base-url'"
            .formatted(model, why));
  }

  static ModelCallException heldBack(String model) {
    return lasting(
        "model '%s' refused to answer, or a filter held its answer back".formatted(model));
  }

  static ModelCallException tooLong(String model) {
    return lasting(
        "model '%s' was cut off at the most tokens it may write; raise option 'max-output-tokens'"
            .formatted(model));
  }

  private static ModelCallException worded(String name, HttpFailure failure) {
    return switch (failure.kind()) {
      case REFUSED, FAILED -> refused(name, failure.status(), failure.word(), failure.retryAfter());
      case UNREACHABLE ->
          passing(
              "model '%s' cannot be reached (%s); check option 'base-url' and the network"
                  .formatted(name, failure.what()));
      case SILENT ->
          passing(
              "model '%s' was silent for %s; try again, or raise option 'timeout'"
                  .formatted(name, failure.what()));
      case BROKEN_OFF ->
          passing("model '%s' broke off in the middle of its answer; try again".formatted(name));
      case TOO_LARGE ->
          lasting(
              "model '%s' answered %s; check option 'base-url'".formatted(name, failure.what()));
      case SENSELESS -> senseless(name, failure.what());
      case INTERRUPTED -> throw new IllegalStateException("an interrupt is no failure");
    };
  }

  private static ModelCallException refused(
      String name, int status, @Nullable String word, @Nullable Duration retryAfter) {
    String said = word == null ? String.valueOf(status) : "%d (%s)".formatted(status, word);
    String message = "model '%s' answered %s: %s".formatted(name, said, advice(status, word));
    if (!mayPass(status, word)) {
      return ModelCallException.lasting(message, null);
    }
    return retryAfter == null
        ? ModelCallException.passing(message, null)
        : ModelCallException.passing(message, retryAfter, null); // the engine says how long
  }

  private static boolean mayPass(int status, @Nullable String word) {
    return !"insufficient_quota".equals(word)
        && (status == 408 || status == 409 || status == 429 || status >= 500);
  }

  private static String advice(int status, @Nullable String word) {
    if ("insufficient_quota".equals(word) || status == 402) {
      return "the account has no more credit; see to that";
    }
    if ("context_length_exceeded".equals(word) || status == 413) {
      return "prompt and input are too long for it; shorten them";
    }
    return switch (status) {
      case 401, 403 -> "the key is not accepted; check the variable that 'api-key-env' names";
      case 404 -> "there is no such model; check options 'model', 'aliases' and 'base-url'";
      case 408, 504 -> "it took too long; try again";
      case 429 -> "there are too many requests; try again later";
      default -> {
        if (status >= 500) {
          yield "it is overloaded or out of order; try again later";
        }
        yield status >= 400
            ? "it does not accept the request; check model and options"
            : "it leads elsewhere, which is not followed; check option 'base-url'";
      }
    };
  }

  private static Exception unspoken(String name, RuntimeException failure, boolean own) {
    if (caused(failure, ContentFilteredException.class).isPresent()) {
      return heldBack(name);
    }
    if (caused(failure, dev.langchain4j.exception.TimeoutException.class).isPresent()
        || caused(failure, HttpTimeoutException.class).isPresent()) {
      return passing("model '%s' took too long; try again".formatted(name));
    }
    if (caused(failure, UnresolvedModelServerException.class).isPresent()
        || caused(failure, ConnectException.class).isPresent()) {
      return passing(
          "model '%s' cannot be reached; check its address and the network".formatted(name));
    }
    if (own || understandable(failure)) {
      return senseless(name, root(failure).getClass().getSimpleName());
    }
    return failure; // the host's own model, and none of LangChain4j's words: the host's to see
  }

  /** Returns whether it is a failure of I/O or of a server, rather than a bug. */
  private static boolean understandable(RuntimeException failure) {
    return caused(failure, IOException.class).isPresent()
        || caused(failure, InternalServerException.class).isPresent();
  }

  private static OptionalInt status(RuntimeException failure) {
    Optional<HttpException> http = caused(failure, HttpException.class);
    if (http.isPresent()) {
      return OptionalInt.of(http.get().statusCode());
    }
    if (caused(failure, RateLimitException.class).isPresent()) {
      return OptionalInt.of(429);
    }
    if (caused(failure, AuthenticationException.class).isPresent()) {
      return OptionalInt.of(401);
    }
    if (caused(failure, ModelNotFoundException.class).isPresent()) {
      return OptionalInt.of(404);
    }
    return caused(failure, InvalidRequestException.class).isPresent()
            && caused(failure, ContentFilteredException.class).isEmpty()
        ? OptionalInt.of(400)
        : OptionalInt.empty();
  }

  private static <T> Optional<T> caused(Throwable failure, Class<T> type) {
    @Nullable Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
      at = at.getCause();
    }
    return at;
  }

  private static ModelCallException passing(String message) {
    return ModelCallException.passing(message, null);
  }

  private static ModelCallException lasting(String message) {
    return ModelCallException.lasting(message, null);
  }
}
