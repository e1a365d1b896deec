package dev.impresario.runtime.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecifications;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes tools of an object's methods that carry LangChain4j's {@code @Tool}. */
final class ToolMethods {

  private ToolMethods() {}

  /**
   * Returns the tools of the object, those of its superclasses included.
   *
   * @throws IllegalArgumentException if there are none, or one asks for what we cannot give
   */
  static List<HostTool> of(Object object) {
    var tools = new ArrayList<HostTool>();
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Tool.class) && !method.isBridge()) {
          tools.add(tool(object, method));
        }
      }
    }
    if (tools.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no method with @Tool".formatted(object.getClass().getName()));
    }
    return tools;
  }

  private static HostTool tool(Object object, Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (isLangChain4js(parameter)) {
        throw new IllegalArgumentException(
            "tool method %s.%s has a parameter that only LangChain4j's own services can fill; register it with an action instead"
                .formatted(method.getDeclaringClass().getName(), method.getName()));
      }
    }
    method.trySetAccessible();
    return new HostTool(
        ToolSpecifications.toolSpecificationFrom(method),
        (request, context) -> call(object, method, request.arguments()));
  }

  /**
   * Such as a memory id, which is marked, or an invocation's context, which is known by its type.
   */
  private static boolean isLangChain4js(Parameter parameter) {
    return parameter.isAnnotationPresent(dev.langchain4j.agent.tool.ToolMemoryId.class)
        || parameter.getType().getName().startsWith("dev.langchain4j.");
  }

  private static String call(Object object, Method method, @Nullable String arguments)
      throws Exception {
    JsonNode given = ToolJson.MAPPER.readTree(arguments == null ? "" : arguments);
    Parameter[] parameters = method.getParameters();
    @Nullable Object[] values = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      values[i] = value(parameters[i], given);
    }
    try {
      Object receiver = Modifier.isStatic(method.getModifiers()) ? null : object;
      return text(method, method.invoke(receiver, values));
    } catch (InvocationTargetException e) {
      throw rethrown(e.getCause());
    }
  }

  private static @Nullable Object value(Parameter parameter, JsonNode given)
      throws JsonProcessingException {
    JsonNode node = given.path(name(parameter));
    String fallback = fallback(parameter);
    if (node.isMissingNode() && fallback != null) {
      node = parsed(fallback);
    }
    JavaType type = ToolJson.MAPPER.constructType(parameter.getParameterizedType());
    if (type.getRawClass() == Optional.class) {
      return Optional.ofNullable(converted(node, type.containedTypeOrUnknown(0)));
    }
    Object value = converted(node, type);
    if (value == null && type.isPrimitive()) {
      throw new IllegalArgumentException("argument '%s' is missing".formatted(name(parameter)));
    }
    return value;
  }

  private static @Nullable Object converted(JsonNode node, JavaType type) {
    return node.isMissingNode() || node.isNull() ? null : ToolJson.MAPPER.convertValue(node, type);
  }

  private static JsonNode parsed(String fallback) {
    try {
      return ToolJson.MAPPER.readTree(fallback);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(fallback); // a default need not be JSON
    }
  }

  private static String name(Parameter parameter) {
    P described = parameter.getAnnotation(P.class);
    return described == null || described.name().isBlank() ? parameter.getName() : described.name();
  }

  private static @Nullable String fallback(Parameter parameter) {
    P described = parameter.getAnnotation(P.class);
    return described == null || P.NO_DEFAULT.equals(described.defaultValue())
        ? null
        : described.defaultValue();
  }

  private static String text(Method method, @Nullable Object result)
      throws JsonProcessingException {
    if (method.getReturnType() == void.class) {
      return "done";
    }
    return result instanceof String text ? text : ToolJson.MAPPER.writeValueAsString(result);
  }

  private static Exception rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception e ? e : new IllegalStateException("a tool threw nothing");
  }
}
