package dev.impresario.runtime.langchain4j;

import dev.impresario.runtime.langchain4j.HttpFailure.Kind;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a streamed answer. What comes on another thread is handed to the thread that asked, so
 * that parts are passed on in order and by the agent's thread alone, and none after it has given
 * up.
 */
final class StreamedAnswer implements StreamingChatResponseHandler {

  /** A sign of life, with text or without, or the end. */
  private record Event(
      @Nullable String text, @Nullable ChatResponse response, @Nullable Throwable error) {
    static final Event ALIVE = new Event(null, null, null);
  }

  private final Consumer<String> partial;
  private final Thread owner = Thread.currentThread();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile @Nullable StreamingHandle handle;
  private volatile boolean abandoned;

  // the owner's own
  private @Nullable ChatResponse response;
  private @Nullable Throwable error;

  /** Creates one that hands on parts by the thread that creates it. */
  StreamedAnswer(Consumer<String> partial) {
    this.partial = partial;
  }

  /** Returns the answer, which must be complete. */
  ChatResponse now() {
    if (error != null) {
      throw unchecked(error);
    }
    if (response == null) {
      throw HttpFailure.of(Kind.BROKEN_OFF, "the stream ended without an end");
    }
    return response;
  }

  /** Waits for the answer, as long as something comes in this time again and again. */
  ChatResponse await(Duration patience) throws InterruptedException {
    try {
      while (response == null && error == null) {
        Event event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw HttpFailure.of(Kind.SILENT, patience.toString());
        }
        take(event);
      }
      return now();
    } finally {
      abandon();
    }
  }

  @Override
  public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
    handle = context.streamingHandle();
    onPartialResponse(part.text());
  }

  @Override
  public void onPartialResponse(String text) {
    deliver(new Event(text, null, null));
  }

  @Override
  public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
    handle = context.streamingHandle();
    deliver(Event.ALIVE);
  }

  @Override
  public void onPartialThinking(PartialThinking part) {
    deliver(Event.ALIVE);
  }

  @Override
  public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
    handle = context.streamingHandle();
    deliver(Event.ALIVE);
  }

  @Override
  public void onPartialToolCall(PartialToolCall part) {
    deliver(Event.ALIVE);
  }

  @Override
  public void onCompleteResponse(@Nullable ChatResponse complete) {
    deliver(
        complete == null
            ? new Event(null, null, HttpFailure.of(Kind.SENSELESS, "no message"))
            : new Event(null, complete, null));
  }

  @Override
  public void onError(Throwable failure) {
    deliver(new Event(null, null, failure));
  }

  private void deliver(Event event) {
    if (abandoned) {
      cancel(); // nobody waits any more; a handle may have come only now
    } else if (Thread.currentThread() == owner) {
      take(event);
    } else {
      events.add(event);
    }
  }

  /** The first end counts: LangChain4j goes on after some errors. */
  private void take(Event event) {
    if (response != null || error != null) {
      return;
    }
    if (event.text() != null) {
      partial.accept(event.text());
    }
    response = event.response();
    error = event.error();
  }

  private void abandon() {
    abandoned = true;
    if (response == null) {
      cancel();
    }
  }

  private void cancel() {
    StreamingHandle given = handle;
    try {
      if (given != null && !given.isCancelled()) {
        given.cancel();
      }
    } catch (RuntimeException e) {
      // not every model can be cancelled; the task ends all the same
      Log.LOG.debug("a stream could not be cancelled: {}", e.getClass().getName());
    }
  }

  private static RuntimeException unchecked(Throwable error) {
    if (error instanceof Error fatal) {
      throw fatal;
    }
    return error instanceof RuntimeException e ? e : new LangChain4jException(error);
  }
}
