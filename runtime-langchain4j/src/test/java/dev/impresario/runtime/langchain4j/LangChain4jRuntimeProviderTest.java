package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options are refused, and in what words; no key is ever among them. */
class LangChain4jRuntimeProviderTest {
  private static final String KEY = "sk-test-4f9a1c77";

  @Test
  void provider_isFound() {
    assertThat(ServiceLoader.load(AgentRuntimeProvider.class))
        .hasExactlyElementsOfTypes(LangChain4jRuntimeProvider.class);
  }

  @ParameterizedTest
  @CsvSource({"anthropic, ANTHROPIC_API_KEY", "openai, OPENAI_API_KEY"})
  void create_readsTheProvidersOwnVariable(String provider, String variable) {
    Map<String, String> options = Map.of("provider", provider, "model", "m");

    assertThat(create(options, Map.of(variable, KEY + "\n")).models()).containsExactly("m");
    assertThatThrownBy(() -> create(options, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "runtime 'langchain4j' reads its key from environment variable '%s', which is not set;"
                    .formatted(variable)
                + " set it, or name another in option 'api-key-env'");
  }

  @Test
  void create_atAnotherAddress_sendsNoKeyThatWasNotNamedForIt() {
    var asked = new HashMap<String, String>();
    var provider =
        new LangChain4jRuntimeProvider(
            name -> {
              asked.put(name, KEY);
              return KEY;
            });
    Map<String, String> options =
        Map.of("provider", "openai", "model", "m", "base-url", "http://127.0.0.1:9/v1");

    provider.create(Options.of(provider, options)).close();

    assertThat(asked).isEmpty();
  }

  @Test
  void create_forAnthropicAtAnotherAddress_needsTheVariablesName() {
    assertRefused(
        Map.of("provider", "anthropic", "model", "m", "base-url", "http://127.0.0.1:9/v1"),
        "provider 'langchain4j' needs option 'api-key-env'");
  }

  @Test
  void create_whenTheKeyStandsInTheOption_doesNotShowIt() {
    assertRefused(
        Map.of("provider", "openai", "model", "m", "api-key-env", KEY),
        "runtime 'langchain4j': option 'api-key-env' must be the name of an environment variable,"
            + " in upper case, such as ANTHROPIC_API_KEY; the key itself must not stand there");
  }

  @Test
  void create_whenTheKeyHasLines_doesNotShowIt() {
    assertThatThrownBy(
            () ->
                create(
                    Map.of("provider", "openai", "model", "m"),
                    Map.of("OPENAI_API_KEY", KEY + "\nX: y")))
        .hasMessage(
            "environment variable 'OPENAI_API_KEY' holds characters that no key has; set it to the key alone");
  }

  @ParameterizedTest
  @CsvSource({
    "models.example.com",
    "ftp://models.example.com",
    "https://user:sk-secret@models.example.com/v1",
    "https://models.example.com/v1?key=sk-secret",
    "'https://models.example.com/ v1'",
    "https:///v1"
  })
  void create_whenAddressIsNone_doesNotShowIt(String address) {
    assertRefused(
        Map.of("provider", "ollama", "model", "m", "base-url", address),
        "runtime 'langchain4j': option 'base-url' must be an address such as"
            + " https://models.example.com/v1, without user, password or query");
  }

  @Test
  void create_whenSomethingIsMissing_saysSo() {
    assertRefused(Map.of(), "provider 'langchain4j' needs option 'provider'");
    assertRefused(
        Map.of("provider", "acme"),
        "provider 'langchain4j': option 'provider' must be one of [anthropic, ollama, openai], but is 'acme'");
    assertRefused(Map.of("provider", "ollama"), "provider 'langchain4j' needs option 'model'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aliases | sonnet | option 'aliases' must be such as sonnet=NAME,haiku=NAME, but has 'sonnet'",
        "aliases | sonnet= | option 'aliases' must be such as sonnet=NAME,haiku=NAME, but has 'sonnet='",
        "aliases | a=b,a=c | option 'aliases' says twice what 'a' is",
        "temperature | hot | option 'temperature' must be a number from 0 to 2, but is 'hot'",
        "temperature | 3 | option 'temperature' must be a number from 0 to 2, but is '3'",
        "timeout | PT0S | option 'timeout' must be from PT0.001S to PT24H, but is 'PT0S'",
        "timeout | PT9999999H | option 'timeout' must be from PT0.001S to PT24H, but is 'PT9999999H'",
        "aliases | a\u001bb=c | option 'aliases' must name models in characters that can be shown, but has 'a\\u001bb'",
        "fallbacks | a\u001bb | option 'fallbacks' must name models in characters that can be shown, but has 'a\\u001bb'",
        "max-turns | 0 | option 'max-turns' must be from 1 to 1000, but is 0",
        "max-output-tokens | 0 | option 'max-output-tokens' must be from 1 to 1000000, but is 0"
      })
  void create_whenOptionWillNotDo_saysWhatWould(String name, String value, String message) {
    assertThatThrownBy(
            () -> create(Map.of("provider", "ollama", "model", "m", name, value), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("'langchain4j': " + message);
  }

  private static void assertRefused(Map<String, String> options, String message) {
    assertThatThrownBy(() -> create(options, Map.of("OPENAI_API_KEY", KEY)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  private static LangChain4jRuntime create(
      Map<String, String> options, Map<String, String> environment) {
    var provider = new LangChain4jRuntimeProvider(environment::get);
    LangChain4jRuntime runtime = provider.create(Options.of(provider, options));
    runtime.close();
    return runtime;
  }
}
