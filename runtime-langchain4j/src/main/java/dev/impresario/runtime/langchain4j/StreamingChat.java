package dev.impresario.runtime.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A model that streams its answer.
 *
 * @param model what streams
 * @param synchronous whether it has streamed everything when its method returns, as ours does
 */
record StreamingChat(StreamingChatModel model, boolean synchronous) implements Chat {

  @Override
  public ChatResponse ask(ChatRequest request, Consumer<String> partial, Duration patience)
      throws InterruptedException {
    var answer = new StreamedAnswer(partial);
    model.chat(request, answer);
    return synchronous ? answer.now() : answer.await(patience);
  }
}
