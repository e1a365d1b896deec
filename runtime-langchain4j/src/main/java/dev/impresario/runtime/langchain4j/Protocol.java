package dev.impresario.runtime.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The providers we speak to, and how. */
enum Protocol {
  ANTHROPIC("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY") {
    @Override
    Chat chat(Access access, HttpClientBuilder http) {
      if (access.streaming()) {
        return new StreamingChat(
            AnthropicStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(access.baseUrl())
                .apiKey(access.key())
                .modelName(access.model())
                .maxTokens(access.maxOutputTokens())
                .temperature(access.temperature())
                .cacheSystemMessages(true)
                .cacheTools(true)
                .build(),
            true);
      }
      return Chat.of(
          AnthropicChatModel.builder()
              .httpClientBuilder(http)
              .baseUrl(access.baseUrl())
              .apiKey(access.key())
              .modelName(access.model())
              .maxTokens(access.maxOutputTokens())
              .temperature(access.temperature())
              .cacheSystemMessages(true)
              .cacheTools(true)
              .maxRetries(0) // the engine retries; 1 would mean two calls
              .build());
    }
  },

  OPENAI("openai", "https://api.openai.com/v1", "OPENAI_API_KEY") {
    @Override
    Chat chat(Access access, HttpClientBuilder http) {
      return openAi(access, http, null, access.maxOutputTokens());
    }
  },

  /** By the address at which it speaks as OpenAI does, where the limit has its older name. */
  OLLAMA("ollama", "http://localhost:11434/v1", null) {
    @Override
    Chat chat(Access access, HttpClientBuilder http) {
      return openAi(access, http, access.maxOutputTokens(), null);
    }
  };

  private final String id;
  private final String baseUrl;
  private final @Nullable String keyVariable;

  Protocol(String id, String baseUrl, @Nullable String keyVariable) {
    this.id = id;
    this.baseUrl = baseUrl;
    this.keyVariable = keyVariable;
  }

  /**
   * What it takes to speak to a provider; shows itself without the key.
   *
   * @param baseUrl where it is
   * @param key the key, or null if it needs none
   * @param model what it is asked for if a request names none
   * @param maxOutputTokens how much one answer may be
   * @param temperature how free it is in its choice of words, or null for its own default
   * @param streaming whether answers come in parts
   */
  record Access(
      String baseUrl,
      @Nullable String key,
      String model,
      int maxOutputTokens,
      @Nullable Double temperature,
      boolean streaming) {
    @Override
    public String toString() {
      return "Access[" + model + "]";
    }
  }

  /** Returns how to ask any model of this provider. */
  abstract Chat chat(Access access, HttpClientBuilder http);

  /** Returns what users call it. */
  String id() {
    return id;
  }

  /** Returns where it is unless one says otherwise. */
  String baseUrl() {
    return baseUrl;
  }

  /** Returns the environment variable that its key is in by custom, or null if it has no key. */
  @Nullable String keyVariable() {
    return keyVariable;
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(Protocol::id).toList();
  }

  static Protocol of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst().orElseThrow();
  }

  private static Chat openAi(
      Access access,
      HttpClientBuilder http,
      @Nullable Integer maxTokens,
      @Nullable Integer maxCompletionTokens) {
    if (access.streaming()) {
      return new StreamingChat(
          OpenAiStreamingChatModel.builder()
              .httpClientBuilder(http)
              .baseUrl(access.baseUrl())
              .apiKey(access.key())
              .modelName(access.model())
              .maxTokens(maxTokens)
              .maxCompletionTokens(maxCompletionTokens)
              .temperature(access.temperature())
              .build(),
          true);
    }
    return Chat.of(
        OpenAiChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(access.baseUrl())
            .apiKey(access.key())
            .modelName(access.model())
            .maxTokens(maxTokens)
            .maxCompletionTokens(maxCompletionTokens)
            .temperature(access.temperature())
            .maxRetries(0)
            .build());
  }
}
