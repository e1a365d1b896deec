package dev.impresario.runtime.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many tokens a request is, before anybody has counted: rather too many than too few. */
final class Estimate {
  /** Tokens of English have about four characters, those of code and other languages fewer. */
  private static final int CHARACTERS_A_TOKEN = 3;

  private Estimate() {}

  static long of(List<ChatMessage> messages, List<ToolSpecification> tools) {
    long characters = 0;
    for (ChatMessage message : messages) {
      characters += length(message);
    }
    for (ToolSpecification tool : tools) {
      characters += tool.toString().length();
    }
    return (characters + CHARACTERS_A_TOKEN - 1) / CHARACTERS_A_TOKEN;
  }

  private static long length(ChatMessage message) {
    if (message instanceof SystemMessage system) {
      return system.text().length();
    }
    if (message instanceof UserMessage user) {
      return user.singleText().length();
    }
    if (message instanceof ToolExecutionResultMessage result) {
      return result.text().length();
    }
    return message instanceof AiMessage answer ? length(answer) : message.toString().length();
  }

  private static long length(AiMessage answer) {
    long requests =
        answer.toolExecutionRequests().stream()
            .mapToLong(request -> request.name().length() + length(request.arguments()))
            .sum();
    return length(answer.text()) + requests;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
