package dev.impresario.runtime.langchain4j;

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

  private static long number(@Nullable Integer count) {
    return count == null ? 0 : Math.max(0, count);
  }
}
