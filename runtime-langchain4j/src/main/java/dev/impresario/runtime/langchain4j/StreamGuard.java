package dev.impresario.runtime.langchain4j;

import dev.impresario.Usage;
import dev.impresario.runtime.langchain4j.HttpFailure.Kind;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a stream of events and LangChain4j, which takes an error in the middle for text, a
 * part that it cannot read for nothing, and never says that a stream was cut. Used by one thread.
 */
final class StreamGuard implements ServerSentEventListener {
  private static final String LAST_OF_OPENAI = "[DONE]";
  private static final String LAST_OF_ANTHROPIC = "message_stop";
  private static final String ERROR = "error";

  private static final Pattern ERROR_OBJECT =
      Pattern.compile("\\A\\s*\\{\\s*\"error\"\\s*:\\s*[{\"]");

  /** A server that speaks like OpenAI's may forget to say that it is done. */
  private static final Pattern FINISHED = Pattern.compile("\"finish_reason\"\\s*:\\s*\"");

  private final ServerSentEventListener listener;
  private final AnswerStream body;
  private boolean begun;
  private boolean complete;
  private @Nullable Usage used;
  private @Nullable RuntimeException failure;

  StreamGuard(ServerSentEventListener listener, AnswerStream body) {
    this.listener = listener;
    this.body = body;
  }

  @Override
  public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
    if (failure != null) {
      return;
    }
    begun = true;
    String data = String.valueOf(event.data());
    if (ERROR.equals(event.event()) || ERROR_OBJECT.matcher(data).find()) {
      fail(ErrorWords.failure(data));
      return;
    }
    used = Usages.in(data, used);
    try {
      listener.onEvent(event, context);
    } catch (RuntimeException e) {
      fail(e); // else the parser would log it, with what the model wrote, and go on
      return;
    }
    if (LAST_OF_OPENAI.equals(data.strip()) || LAST_OF_ANTHROPIC.equals(event.event())) {
      complete = true;
      body.finish();
    } else if (FINISHED.matcher(data).find()) {
      complete = true;
    }
  }

  @Override
  public void onError(Throwable cut) {
    fail(HttpFailure.of(Kind.BROKEN_OFF, "the stream broke off"));
  }

  /** Returns what the provider has counted so far, or null if it has said nothing. */
  @Nullable Usage used() {
    return used;
  }

  /** Tells the listener of a good end. */
  void end() {
    if (failure != null) {
      throw failure;
    }
    if (!begun) {
      throw HttpFailure.of(Kind.SENSELESS, "no event");
    }
    if (!complete) {
      throw HttpFailure.of(Kind.BROKEN_OFF, "the stream ended in the middle");
    }
    listener.onClose();
  }

  private void fail(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
    body.close();
  }
}
