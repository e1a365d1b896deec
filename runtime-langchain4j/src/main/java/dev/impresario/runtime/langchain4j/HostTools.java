package dev.impresario.runtime.langchain4j;

import dev.impresario.SafeText;
import dev.impresario.TaskContext;
import dev.impresario.ToolGrant;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tools that a host has registered. Immutable.
 *
 * @param byName the tools by their names
 * @param argument what of a use is held against a grant
 */
record HostTools(Map<String, HostTool> byName, Function<ToolExecutionRequest, String> argument) {
  static final HostTools NONE = new HostTools(Map.of(), GrantArgument::of);

  /** Returns these and more; a name must not be there yet. */
  HostTools with(List<HostTool> tools) {
    var more = new LinkedHashMap<>(byName);
    for (HostTool tool : tools) {
      if (more.put(tool.name(), tool) != null) {
        throw new IllegalArgumentException(
            "there are two tools '%s'; name one of them differently"
                .formatted(SafeText.escape(tool.name())));
      }
    }
    return new HostTools(more, argument);
  }

  /** Returns what a model may be told of: tools of which some use is allowed. */
  List<ToolSpecification> specifications(ToolGrant grant) {
    return byName.values().stream()
        .filter(tool -> grant.reaches(tool.name()))
        .map(HostTool::specification)
        .toList();
  }

  /** Returns the names in a file's list of tools that are not registered; sorted. */
  Set<String> missing(ToolGrant grant) {
    var missing = new TreeSet<String>();
    for (String pattern : grant.allowed().orElse(List.of())) {
      int bracket = pattern.indexOf('(');
      String name = (bracket < 0 ? pattern : pattern.substring(0, bracket)).strip();
      if (!name.endsWith("*") && !byName.containsKey(name)) {
        missing.add(SafeText.escape(name));
      }
    }
    return missing;
  }

  /**
   * Does what the model asks for, if the task may; whatever goes wrong is told to the model.
   *
   * @throws InterruptedException if the task is cancelled or out of time
   */
  ToolExecutionResultMessage use(ToolExecutionRequest request, TaskContext context)
      throws InterruptedException {
    HostTool tool = byName.get(request.name());
    if (tool == null || !context.tools().reaches(tool.name())) {
      List<String> names =
          specifications(context.tools()).stream().map(ToolSpecification::name).sorted().toList();
      return error(request, "there is no tool of this name; there are " + names);
    }
    String checked = checked(request);
    if (checked == null || !context.tools().allows(tool.name(), checked)) {
      return error(request, "this use of the tool is not allowed; use it otherwise, or do without");
    }
    return act(tool, request, context);
  }

  private @Nullable String checked(ToolExecutionRequest request) {
    try {
      return argument.apply(request);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      warn(request.name(), "could not be checked against the grant, so it was not used", e);
      return null;
    }
  }

  private static ToolExecutionResultMessage act(
      HostTool tool, ToolExecutionRequest request, TaskContext context)
      throws InterruptedException {
    try {
      String result = tool.action().execute(request, context);
      return message(request, result == null ? "" : result, false);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      warn(tool.name(), "failed; the model is told so", e);
      return error(request, "it failed with " + e.getClass().getSimpleName());
    }
  }

  /** Names the type only: a message may hold what the model wrote. */
  private static void warn(String tool, String what, Throwable e) {
    Log.LOG.warn("tool '{}' {}: {}", SafeText.escape(tool), what, e.getClass().getName());
  }

  private static ToolExecutionResultMessage error(ToolExecutionRequest request, String what) {
    return message(request, "error: " + what, true);
  }

  private static ToolExecutionResultMessage message(
      ToolExecutionRequest request, String text, boolean isError) {
    return ToolExecutionResultMessage.builder()
        .id(request.id())
        .toolName(request.name())
        .text(text)
        .isError(isError)
        .build();
  }
}
