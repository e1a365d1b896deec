package dev.impresario.runtime.langchain4j;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import dev.impresario.runtime.langchain4j.Protocol.Access;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes runtimes whose agents converse with a model of Anthropic, of OpenAI or of a server that
 * speaks as OpenAI's does, Ollama among them.
 *
 * <p>A key is never an option: option {@code api-key-env} names the environment variable that it is
 * read from, when the engine is built. A host that has tools registers them by {@link
 * LangChain4jRuntime#of(Map)}.
 */
public final class LangChain4jRuntimeProvider implements AgentRuntimeProvider {
  private static final String PROVIDER = "provider";
  private static final String MODEL = "model";
  private static final String ALIASES = "aliases";
  private static final String FALLBACKS = "fallbacks";
  private static final String BASE_URL = "base-url";
  private static final String API_KEY_ENV = "api-key-env";
  private static final String MAX_OUTPUT_TOKENS = "max-output-tokens";
  private static final String TEMPERATURE = "temperature";
  private static final String TIMEOUT = "timeout";
  private static final String MAX_TURNS = "max-turns";
  private static final String STREAMING = "streaming";

  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
              PROVIDER, OptionSpec.Type.TEXT, "whose models: anthropic, openai or ollama"),
          OptionSpec.of(
              MODEL,
              OptionSpec.Type.TEXT,
              "the model of agents that ask for none, as the provider calls it"),
          OptionSpec.of(
              ALIASES,
              OptionSpec.Type.LIST,
              "what agents ask for and the model they get, such as sonnet=NAME,haiku=NAME; * is"
                  + " for all else"),
          OptionSpec.of(
              FALLBACKS,
              OptionSpec.Type.LIST,
              "models or aliases to turn to, in this order, when a model cannot be had"),
          OptionSpec.of(
              BASE_URL, OptionSpec.Type.TEXT, "where the provider is, if not at its own address"),
          OptionSpec.of(
              API_KEY_ENV,
              OptionSpec.Type.TEXT,
              "the NAME of the environment variable that holds the key; at a provider's own address"
                  + " ANTHROPIC_API_KEY or OPENAI_API_KEY unless set"),
          OptionSpec.of(
                  MAX_OUTPUT_TOKENS,
                  OptionSpec.Type.INTEGER,
                  "how many tokens a model may write in one answer, 1 to 1000000")
              .withDefault(String.valueOf(LangChain4jRuntime.MAX_OUTPUT_TOKENS)),
          OptionSpec.of(
              TEMPERATURE,
              OptionSpec.Type.TEXT,
              "how free a model is in its choice of words, 0 to 2; not all models take one"),
          OptionSpec.of(
                  TIMEOUT,
                  OptionSpec.Type.DURATION,
                  "how long a model may be silent, before its answer and within it, 1 ms to 1 day")
              .withDefault(LangChain4jRuntime.PATIENCE.toString()),
          OptionSpec.of(
                  MAX_TURNS,
                  OptionSpec.Type.INTEGER,
                  "how often an agent may ask its model in one task, 1 to 1000; its file may say less")
              .withDefault(String.valueOf(LangChain4jRuntime.MAX_TURNS)),
          OptionSpec.of(STREAMING, OptionSpec.Type.FLAG, "whether answers are handed on in parts")
              .withDefault("true"));

  /** Upper case alone, so that a key which was put here by mistake is never shown. */
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,99}");

  private final Function<String, @Nullable String> environment;

  /** Creates the provider. */
  public LangChain4jRuntimeProvider() {
    this(System::getenv);
  }

  LangChain4jRuntimeProvider(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public String id() {
    return "langchain4j";
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public LangChain4jRuntime create(Options options) {
    Protocol protocol = Protocol.of(options.oneOf(PROVIDER, Protocol.ids()));
    Access access = access(protocol, options);
    Map<String, String> aliases = aliases(options);
    List<String> fallbacks = fallbacks(options, aliases);
    int maxTurns = options.integer(MAX_TURNS, 1, 1000);
    var http = new ModelHttp(patience(options), access.maxOutputTokens(), InstantSource.system());
    Chat chat = protocol.chat(access, http.shared());
    var models = models(access, chat, aliases, fallbacks);
    return new LangChain4jRuntime(models, HostTools.NONE, maxTurns, patience(options), http);
  }

  private Access access(Protocol protocol, Options options) {
    return new Access(
        baseUrl(protocol, options),
        key(protocol, options),
        name(options.text(MODEL), MODEL),
        options.integer(MAX_OUTPUT_TOKENS, 1, 1_000_000),
        temperature(options),
        options.flag(STREAMING));
  }

  private static String baseUrl(Protocol protocol, Options options) {
    if (!options.has(BASE_URL)) {
      return protocol.baseUrl();
    }
    String text = options.text(BASE_URL);
    URI address;
    try {
      address = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw badAddress();
    }
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http
        || address.getHost() == null
        || address.getUserInfo() != null
        || address.getQuery() != null
        || address.getFragment() != null) {
      throw badAddress();
    }
    return text;
  }

  /** Does not show the address: a key may have been written into it. */
  private static ConfigurationException badAddress() {
    return new ConfigurationException(
        "runtime 'langchain4j': option 'base-url' must be an address such as"
            + " https://models.example.com/v1, without user, password or query");
  }

  /**
   * Reads the key. That of a provider's own variable is sent to the provider's own address only;
   * who names another address says which key is for it.
   */
  private @Nullable String key(Protocol protocol, Options options) {
    @Nullable String variable = options.has(BASE_URL) ? null : protocol.keyVariable();
    if (options.has(API_KEY_ENV) || (variable == null && protocol == Protocol.ANTHROPIC)) {
      variable = options.text(API_KEY_ENV);
    }
    return variable == null ? null : key(variable);
  }

  private String key(String variable) {
    if (!VARIABLE.matcher(variable).matches()) {
      throw new ConfigurationException(
          "runtime 'langchain4j': option 'api-key-env' must be the name of an environment variable,"
              + " in upper case, such as ANTHROPIC_API_KEY; the key itself must not stand there");
    }
    @Nullable String key = environment.apply(variable);
    if (key == null || key.isBlank()) {
      throw new ConfigurationException(
          "runtime 'langchain4j' reads its key from environment variable '%s', which is not set; set it, or name another in option 'api-key-env'"
              .formatted(variable));
    }
    String stripped = key.strip();
    if (stripped.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new ConfigurationException(
          "environment variable '%s' holds characters that no key has; set it to the key alone"
              .formatted(variable));
    }
    return stripped;
  }

  private static @Nullable Double temperature(Options options) {
    if (!options.has(TEMPERATURE)) {
      return null;
    }
    String text = options.text(TEMPERATURE);
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 2) {
        return value;
      }
    } catch (NumberFormatException e) {
      // worded below
    }
    throw new ConfigurationException(
        "runtime 'langchain4j': option 'temperature' must be a number from 0 to 2, but is '%s'"
            .formatted(SafeText.escape(text)));
  }

  private static Duration patience(Options options) {
    Duration patience = options.duration(TIMEOUT);
    if (!LangChain4jRuntime.bearable(patience)) {
      throw new ConfigurationException(
          "runtime 'langchain4j': option 'timeout' must be from PT0.001S to PT24H, but is '%s'"
              .formatted(patience));
    }
    return patience;
  }

  private static Map<String, String> aliases(Options options) {
    var aliases = new LinkedHashMap<String, String>();
    for (String entry : list(options, ALIASES)) {
      int equals = entry.indexOf('=');
      if (equals < 1 || equals == entry.length() - 1) {
        throw new ConfigurationException(
            "runtime 'langchain4j': option 'aliases' must be such as sonnet=NAME,haiku=NAME, but has '%s'"
                .formatted(SafeText.escape(entry)));
      }
      String alias = name(entry.substring(0, equals), ALIASES);
      String target = name(entry.substring(equals + 1), ALIASES);
      if (aliases.put(alias, target) != null) {
        throw new ConfigurationException(
            "runtime 'langchain4j': option 'aliases' says twice what '%s' is".formatted(alias));
      }
    }
    return aliases;
  }

  private static List<String> fallbacks(Options options, Map<String, String> aliases) {
    return list(options, FALLBACKS).stream()
        .map(name -> name(name, FALLBACKS))
        .map(name -> aliases.getOrDefault(name, name))
        .distinct()
        .toList();
  }

  private static List<String> list(Options options, String name) {
    return options.has(name) ? options.list(name) : List.of();
  }

  private static String name(String text, String option) {
    String name = text.strip();
    if (name.isEmpty() || !SafeText.escape(name).equals(name)) {
      throw new ConfigurationException(
          "runtime 'langchain4j': option '%s' must name models in characters that can be shown, but has '%s'"
              .formatted(option, SafeText.escape(text)));
    }
    return name;
  }

  /** All names share one way of asking; each request says whom it is for. */
  private static Models models(
      Access access, Chat chat, Map<String, String> aliases, List<String> fallbacks) {
    var byName = new LinkedHashMap<String, NamedModel>();
    byName.put(access.model(), model(access.model(), chat, access));
    aliases.values().forEach(name -> byName.put(name, model(name, chat, access)));
    fallbacks.forEach(name -> byName.put(name, model(name, chat, access)));
    return new Models(byName, aliases, fallbacks);
  }

  private static NamedModel model(String name, Chat chat, Access access) {
    return new NamedModel(name, chat, name, access.maxOutputTokens());
  }
}
