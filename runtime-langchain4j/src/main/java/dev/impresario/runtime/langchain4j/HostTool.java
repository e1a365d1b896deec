package dev.impresario.runtime.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;

/**
 * A tool that the host has registered.
 *
 * @param specification what a model is told of it
 * @param action what it does
 */
record HostTool(ToolSpecification specification, ToolAction action) {

  String name() {
    return specification.name();
  }
}
