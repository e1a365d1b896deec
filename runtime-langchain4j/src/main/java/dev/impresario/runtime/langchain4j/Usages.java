package dev.impresario.runtime.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.impresario.Usage;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Counts tokens as we do: what was read includes what was read from, or written to, a cache. */
final class Usages {

  private Usages() {}

  static Usage of(TokenUsage counted) {
    long input = number(counted.inputTokenCount());
    long output = number(counted.outputTokenCount());
    if (counted instanceof AnthropicTokenUsage anthropic) {
      // Anthropic counts as input only what its cache had no part in
      long cached = number(anthropic.cacheReadInputTokens());
      long added = number(anthropic.cacheCreationInputTokens());
      return new Usage(input + cached + added, output, cached);
    }
    if (counted instanceof OpenAiTokenUsage openAi) {
      OpenAiTokenUsage.@Nullable InputTokensDetails details = openAi.inputTokensDetails();
      long cached = details == null ? 0 : number(details.cachedTokens());
      return new Usage(input, output, Math.min(cached, input));
    }
    return new Usage(input, output, 0);
  }

  /**
   * Returns what an event of a stream says was used so far, by either protocol's names; null if it
   * says nothing. What it leaves out is as it was before.
   */
  static @Nullable Usage in(String event, @Nullable Usage before) {
    JsonNode said = event.contains("\"usage\"") ? usage(event) : MissingNode.getInstance();
    if (!said.isObject()) {
      return before;
    }
    Usage known = before == null ? Usage.NONE : before;
    long output = number(said, known.output(), "output_tokens", "completion_tokens");
    if (!said.has("input_tokens") && !said.has("prompt_tokens")) {
      return new Usage(known.input(), output, known.cached());
    }
    long cached = number(said, 0, "cache_read_input_tokens");
    long input = cached + number(said, 0, "cache_creation_input_tokens");
    input += number(said, 0, "input_tokens", "prompt_tokens");
    cached += number(said.path("prompt_tokens_details"), 0, "cached_tokens");
    return new Usage(input, output, Math.min(cached, input));
  }

  private static JsonNode usage(String event) {
    try {
      JsonNode json = ToolJson.MAPPER.readTree(event);
      JsonNode inMessage = json.at("/message/usage");
      return inMessage.isObject() ? inMessage : json.path("usage");
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // LangChain4j will say so
    }
  }

  private static long number(JsonNode said, long otherwise, String... names) {
    for (String name : names) {
      if (said.path(name).isNumber()) {
        return Math.max(0, said.path(name).longValue());
      }
    }
    return otherwise;
  }

  private static long number(@Nullable Integer count) {
    return count == null ? 0 : Math.max(0, count);
  }
}
