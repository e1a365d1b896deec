package dev.impresario.runtime.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;

/** Finds the text of a tool's use that a grant's pattern, such as {@code Bash(git:*)}, is about. */
final class GrantArgument {

  private GrantArgument() {}

  /**
   * Returns the only text among the arguments, if all others are numbers and flags; else all of the
   * arguments as they came, which no pattern with an argument can admit. So what is run can never
   * be more than what is checked.
   */
  static String of(ToolExecutionRequest use) {
    String arguments = use.arguments() == null ? "" : use.arguments();
    try {
      JsonNode object = ToolJson.MAPPER.readTree(arguments);
      return onlyText(object, arguments);
    } catch (JsonProcessingException e) {
      return arguments;
    }
  }

  private static String onlyText(JsonNode object, String otherwise) {
    String text = null;
    for (JsonNode value : object) {
      if (value.isContainerNode() || (value.isTextual() && text != null)) {
        return otherwise;
      }
      text = value.isTextual() ? value.textValue() : text;
    }
    return object.isObject() && text != null ? text : otherwise;
  }
}
