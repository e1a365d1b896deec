package dev.impresario.runtime.langchain4j;

import java.util.ArrayList;
import java.util.List;

/** What providers send, as their protocols have it. */
enum Wire {
  ANTHROPIC("anthropic") {
    @Override
    String answer(String text) {
      return """
          {"id":"msg_1","type":"message","role":"assistant","model":"model-1",
           "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","usage":%s}"""
          .formatted(text, USAGE);
    }

    @Override
    String toolUse(String tool, String arguments) {
      return """
          {"id":"msg_1","type":"message","role":"assistant","model":"model-1",
           "content":[{"type":"text","text":"Let me look."},
                      {"type":"tool_use","id":"call_1","name":"%s","input":%s}],
           "stop_reason":"tool_use","usage":%s}"""
          .formatted(tool, arguments, USAGE);
    }

    @Override
    String stopped(String reason) {
      return """
          {"id":"msg_1","type":"message","role":"assistant","model":"model-1",
           "content":[{"type":"text","text":"BODYTEXT half"}],"stop_reason":"%s","usage":%s}"""
          .formatted(reason.equals("length") ? "max_tokens" : "refusal", USAGE);
    }

    @Override
    String[] begun(String... parts) {
      var events = new ArrayList<String>();
      events.add(
          event(
              "message_start",
              """
              {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",
              "model":"model-1","content":[],"usage":%s}}"""
                  .formatted(USAGE)));
      events.add(
          event(
              "content_block_start",
              "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
      for (String part : parts) {
        events.add(
            event(
                "content_block_delta",
                """
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%s"}}"""
                    .formatted(part)));
      }
      return events.toArray(String[]::new);
    }

    @Override
    String[] ended() {
      return new String[] {
        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
        event(
            "message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}"),
        event("message_stop", "{\"type\":\"message_stop\"}")
      };
    }

    @Override
    String[] streamedToolUse(String tool, String arguments) {
      return join(
          begun("Let me look."),
          event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
          event(
              "content_block_start",
              """
              {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1","name":"%s","input":{}}}"""
                  .formatted(tool)),
          event(
              "content_block_delta",
              """
              {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"%s"}}"""
                  .formatted(arguments.replace("\"", "\\\""))),
          event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":1}"),
          event(
              "message_delta",
              "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":5}}"),
          event("message_stop", "{\"type\":\"message_stop\"}"));
    }

    @Override
    String streamedError() {
      return event(
          "error",
          "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"BODYTEXT\"}}");
    }

    @Override
    String error(String word) {
      return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"BODYTEXT %s\"}}"
          .formatted(word, ProviderFixture.KEY);
    }
  },

  OPENAI("openai") {
    @Override
    String answer(String text) {
      return """
          {"id":"c1","object":"chat.completion","created":1,"model":"model-1",
           "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
           "usage":%s}"""
          .formatted(text, OPENAI_USAGE);
    }

    @Override
    String toolUse(String tool, String arguments) {
      return """
          {"id":"c1","object":"chat.completion","created":1,"model":"model-1",
           "choices":[{"index":0,"message":{"role":"assistant","content":"Let me look.",
             "tool_calls":[{"id":"call_1","type":"function","function":{"name":"%s","arguments":"%s"}}]},
             "finish_reason":"tool_calls"}],
           "usage":%s}"""
          .formatted(tool, arguments.replace("\"", "\\\""), OPENAI_USAGE);
    }

    @Override
    String stopped(String reason) {
      return answer("BODYTEXT half")
          .replace(
              "\"finish_reason\":\"stop\"",
              "\"finish_reason\":\"%s\""
                  .formatted(reason.equals("length") ? "length" : "content_filter"));
    }

    @Override
    String[] begun(String... parts) {
      var events = new ArrayList<String>();
      for (String part : parts) {
        events.add(data(chunk("{\"content\":\"%s\"}".formatted(part), "null")));
      }
      return events.toArray(String[]::new);
    }

    @Override
    String[] ended() {
      return new String[] {
        data(chunk("{}", "\"stop\"")),
        data(
            "{\"id\":\"c1\",\"model\":\"model-1\",\"choices\":[],\"usage\":%s}"
                .formatted(OPENAI_USAGE)),
        data("[DONE]")
      };
    }

    @Override
    String[] streamedToolUse(String tool, String arguments) {
      return join(
          begun("Let me look."),
          data(
              chunk(
                  """
                  {"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"%s","arguments":""}}]}"""
                      .formatted(tool),
                  "null")),
          data(
              chunk(
                  """
                  {"tool_calls":[{"index":0,"function":{"arguments":"%s"}}]}"""
                      .formatted(arguments.replace("\"", "\\\"")),
                  "null")),
          data(chunk("{}", "\"tool_calls\"")),
          data(
              "{\"id\":\"c1\",\"model\":\"model-1\",\"choices\":[],\"usage\":%s}"
                  .formatted(OPENAI_USAGE)),
          data("[DONE]"));
    }

    @Override
    String streamedError() {
      return data("{\"error\":{\"message\":\"BODYTEXT\",\"type\":\"server_error\",\"code\":null}}");
    }

    @Override
    String error(String word) {
      return "{\"error\":{\"message\":\"BODYTEXT %s\",\"type\":\"x\",\"code\":\"%s\"}}"
          .formatted(ProviderFixture.KEY, word);
    }

    private String chunk(String delta, String finish) {
      return """
          {"id":"c1","object":"chat.completion.chunk","created":1,"model":"model-1","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}"""
          .formatted(delta, finish);
    }
  };

  private static final String USAGE =
      "{\"input_tokens\":10,\"output_tokens\":5,\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":1000}";
  private static final String OPENAI_USAGE =
      "{\"prompt_tokens\":1110,\"completion_tokens\":5,\"total_tokens\":1115,\"prompt_tokens_details\":{\"cached_tokens\":1000}}";

  private final String provider;

  Wire(String provider) {
    this.provider = provider;
  }

  /** Returns what option {@code provider} calls it. */
  String provider() {
    return provider;
  }

  abstract String answer(String text);

  abstract String toolUse(String tool, String arguments);

  /** Returns an answer that ended for {@code length} or {@code filter}. */
  abstract String stopped(String reason);

  /** Returns the beginning of a stream. */
  abstract String[] begun(String... parts);

  /** Returns the end of a stream. */
  abstract String[] ended();

  abstract String[] streamedToolUse(String tool, String arguments);

  abstract String streamedError();

  /** Returns an error's body. */
  abstract String error(String word);

  String[] streamed(String... parts) {
    return join(begun(parts), ended());
  }

  static String[] join(String[] first, String... second) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }

  private static String event(String name, String data) {
    return "event: %s\n%s".formatted(name, data(data));
  }

  private static String data(String data) {
    return "data: %s\n\n".formatted(data.replace("\n", ""));
  }
}
