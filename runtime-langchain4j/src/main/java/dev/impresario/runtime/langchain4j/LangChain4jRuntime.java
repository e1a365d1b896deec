package dev.impresario.runtime.langchain4j;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.SafeText;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.Options;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runtime whose agents converse with language models. Immutable; methods such as {@link #tools}
 * return a changed copy. Safe for use by many threads.
 *
 * <pre>{@code
 * LangChain4jRuntime.of(model).tools(new Calculator())
 * }</pre>
 *
 * <p>A model that the host passes is asked as the host made it: its retries, its timeouts and what
 * it does when interrupted are its own. Let it make no retries, since the engine makes them.
 */
public final class LangChain4jRuntime implements AgentRuntime {
  static final int MAX_TURNS = 20;
  static final int MAX_OUTPUT_TOKENS = 8192;
  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LEAST_PATIENCE = Duration.ofMillis(1);
  private static final Duration MOST_PATIENCE = Duration.ofDays(1);
  private static final String DEFAULT_NAME = "default";

  private final Models models;
  private final HostTools tools;
  private final int maxTurns;
  private final Duration patience;
  private final AutoCloseable connections;

  /** The versions of agents whose missing tools were logged, by id. */
  private final Map<String, String> warned = new ConcurrentHashMap<>();

  LangChain4jRuntime(
      Models models, HostTools tools, int maxTurns, Duration patience, AutoCloseable connections) {
    this.models = models;
    this.tools = tools;
    this.maxTurns = maxTurns;
    this.patience = patience;
    this.connections = connections;
  }

  /**
   * Creates a runtime for this model, which every agent gets, whatever it asks for, unless {@link
   * #model} or {@link #aliases} says otherwise. It is called as it calls itself, or {@code
   * default}.
   */
  public static LangChain4jRuntime of(ChatModel model) {
    return of(given(name(model.defaultRequestParameters()), model));
  }

  /** Creates a runtime as {@link #of(ChatModel)} for a model that streams its answers. */
  public static LangChain4jRuntime of(StreamingChatModel model) {
    return of(given(name(model.defaultRequestParameters()), model));
  }

  /**
   * Creates a runtime of the options that {@link LangChain4jRuntimeProvider} has, for a host that
   * has tools of its own. Whoever creates it closes it.
   *
   * @throws dev.impresario.ConfigurationException if an option will not do
   */
  public static LangChain4jRuntime of(Map<String, String> options) {
    var provider = new LangChain4jRuntimeProvider();
    return provider.create(Options.of(provider, options));
  }

  private static LangChain4jRuntime of(NamedModel model) {
    var models =
        new Models(Map.of(model.name(), model), Map.of(Models.ANY, model.name()), List.of());
    return new LangChain4jRuntime(models, HostTools.NONE, MAX_TURNS, PATIENCE, () -> {});
  }

  /** Returns this runtime with one more model, for agents that ask for this name. */
  public LangChain4jRuntime model(String name, ChatModel model) {
    return with(models.with(given(name, model)));
  }

  /** Returns this runtime with one more model that streams its answers. */
  public LangChain4jRuntime model(String name, StreamingChatModel model) {
    return with(models.with(given(name, model)));
  }

  /**
   * Returns this runtime with these aliases in place of others: what agents may ask for, and the
   * name of the model they then get. {@code inherit} is for those that ask for none, {@code *} for
   * whatever is not known; without the latter, asking for what is not known is an error.
   *
   * @throws IllegalArgumentException if there is no model of such a name
   */
  public LangChain4jRuntime aliases(Map<String, String> modelNames) {
    return with(models.withAliases(modelNames));
  }

  /**
   * Returns this runtime with these models to turn to, in this order, when one cannot be had.
   *
   * @throws IllegalArgumentException if there is no model of such a name
   */
  public LangChain4jRuntime fallbacks(String... modelNames) {
    return with(models.withFallbacks(List.of(modelNames)));
  }

  /**
   * Returns this runtime with one more tool.
   *
   * @throws IllegalArgumentException if there is one of this name already
   */
  public LangChain4jRuntime tool(ToolSpecification specification, ToolAction action) {
    Objects.requireNonNull(action, "action");
    return with(tools.with(List.of(new HostTool(specification, action))));
  }

  /**
   * Returns this runtime with a tool for each method that carries {@code @Tool}. They are called by
   * the threads of all agents at once.
   *
   * @throws IllegalArgumentException if an object has no such method, or one's name is taken
   */
  public LangChain4jRuntime tools(Object... objects) {
    var more = new ArrayList<HostTool>();
    for (Object object : objects) {
      more.addAll(ToolMethods.of(object));
    }
    return with(tools.with(more));
  }

  /**
   * Returns this runtime with another rule for what of a tool's use is held against a pattern such
   * as {@code Bash(git:*)}. By default it is the only text among the arguments, if all others are
   * numbers and flags, else all of the arguments as JSON, which no such pattern allows. One that
   * throws allows nothing.
   */
  public LangChain4jRuntime grantArgument(Function<ToolExecutionRequest, String> rule) {
    return with(new HostTools(tools.byName(), Objects.requireNonNull(rule, "rule")));
  }

  /**
   * Returns this runtime with another limit for how often an agent may ask its model in one task, 1
   * to 1000. A file's {@code maxTurns} counts if it is less.
   */
  public LangChain4jRuntime maxTurns(int turns) {
    if (turns < 1 || turns > 1000) {
      throw new IllegalArgumentException("there must be 1 to 1000 turns, not " + turns);
    }
    return new LangChain4jRuntime(models, tools, turns, patience, connections);
  }

  /**
   * Returns this runtime with another time for which a host's streaming model may be silent, 1 ms
   * to 1 day.
   */
  public LangChain4jRuntime timeout(Duration silence) {
    if (!bearable(silence)) {
      throw new IllegalArgumentException(
          "a timeout must be from PT0.001S to PT24H, but is " + silence);
    }
    return new LangChain4jRuntime(models, tools, maxTurns, silence, connections);
  }

  @Override
  public Agent start(AgentDefinition definition) {
    AgentMetadata metadata = definition.metadata();
    List<NamedModel> chain = models.chainFor(metadata.id(), metadata.model());
    warnOfMissingTools(metadata);
    return new Conversation(definition, chain, tools, turns(metadata), patience);
  }

  @Override
  public Set<String> models() {
    return models.names();
  }

  @Override
  public @Nullable String model(AgentMetadata metadata) {
    return models.nameFor(metadata.model()).orElse(null);
  }

  /** Ends the connections of models that were made of options; copies share them. */
  @Override
  public void close() {
    try {
      connections.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("connections could not be closed", e);
    }
  }

  /** Shows the names of models and tools. */
  @Override
  public String toString() {
    return SafeText.escape(
        "LangChain4jRuntime[models=%s, tools=%s]"
            .formatted(new TreeSet<>(models.names()), new TreeSet<>(tools.byName().keySet())));
  }

  /** Returns whether the time can be waited for; the clock's numbers end at 292 years. */
  static boolean bearable(Duration silence) {
    return silence.compareTo(LEAST_PATIENCE) >= 0 && silence.compareTo(MOST_PATIENCE) <= 0;
  }

  private int turns(AgentMetadata metadata) {
    Object own = metadata.attributes().get("maxTurns");
    try {
      int asked = own instanceof String text ? Integer.parseInt(text.strip()) : maxTurns;
      return Math.max(1, Math.min(asked, maxTurns)); // a file may ask for less, never for more
    } catch (NumberFormatException e) {
      return maxTurns; // the format has told its author
    }
  }

  private void warnOfMissingTools(AgentMetadata metadata) {
    Set<String> missing = tools.missing(metadata.tools());
    if (!missing.isEmpty()
        && !metadata.version().equals(warned.put(metadata.id(), metadata.version()))) {
      Log.LOG.warn(
          "agent '{}' names tools {}, which the host has not registered; it works without them",
          SafeText.escape(metadata.id()),
          missing);
    }
  }

  private LangChain4jRuntime with(Models other) {
    return new LangChain4jRuntime(other, tools, maxTurns, patience, connections);
  }

  private LangChain4jRuntime with(HostTools other) {
    return new LangChain4jRuntime(models, other, maxTurns, patience, connections);
  }

  private static NamedModel given(String name, ChatModel model) {
    return new NamedModel(
        named(name), Chat.of(model), null, mostOutput(model.defaultRequestParameters()));
  }

  private static NamedModel given(String name, StreamingChatModel model) {
    return new NamedModel(
        named(name),
        new StreamingChat(model, false),
        null,
        mostOutput(model.defaultRequestParameters()));
  }

  private static String named(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model's name must not be blank");
    }
    return name;
  }

  private static String name(@Nullable ChatRequestParameters parameters) {
    String name = parameters == null ? null : parameters.modelName();
    return name == null || name.isBlank() ? DEFAULT_NAME : name;
  }

  private static int mostOutput(@Nullable ChatRequestParameters parameters) {
    Integer most = parameters == null ? null : parameters.maxOutputTokens();
    return most == null ? MAX_OUTPUT_TOKENS : most;
  }
}
