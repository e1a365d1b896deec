package dev.impresario.runtime.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model's way of answering, streamed or at once. Safe for use by many threads. */
@FunctionalInterface
interface Chat {

  /**
   * Asks the model once.
   *
   * @param partial gets text as it comes, on this thread
   * @param patience how long a stream may be silent
   * @return the answer; a host's model may return none
   * @throws InterruptedException if the thread is interrupted; what is under way is given up
   */
  @Nullable ChatResponse ask(ChatRequest request, Consumer<String> partial, Duration patience)
      throws InterruptedException;

  /** Returns the way of a model that answers at once. */
  static Chat of(ChatModel model) {
    return (request, partial, patience) -> model.chat(request);
  }
}
