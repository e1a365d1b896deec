package dev.impresario.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final List<OptionSpec> FILESYSTEM =
      List.of(
          OptionSpec.of("required", OptionSpec.Type.FLAG, "whether it must be there")
              .withDefault("false"),
          OptionSpec.of("include", OptionSpec.Type.LIST, "what to take").withDefault("**.md"),
          OptionSpec.of("exclude", OptionSpec.Type.LIST, "what to leave"),
          OptionSpec.of("directory", OptionSpec.Type.PATH, "where to look"));

  @Test
  void of_whenANameIsUnknown_listsTheNamesThereAre() {
    assertRefused(
        () -> filesystem(Map.of("directry", "agents")),
        "source 'filesystem' has no option 'directry'; it has"
            + " [directory, exclude, include, required]");
  }

  @Test
  void of_whenSeveralNamesAreUnknown_namesTheFirstInTheAlphabet() {
    assertRefused(
        () -> filesystem(Map.of("zzz", "1", "aaa", "2", "mmm", "3")),
        "source 'filesystem' has no option 'aaa'; it has [directory, exclude, include, required]");
  }

  @Test
  void of_whenAnUnknownNameIsHostile_staysOnOneLine() {
    assertRefused(
        () -> filesystem(Map.of("a\nb\u001b", "x")),
        "source 'filesystem' has no option 'a\\u000ab\\u001b'; it has"
            + " [directory, exclude, include, required]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER  | 12a   | a whole number",
        "INTEGER  | 1.5   | a whole number",
        "INTEGER  | ''    | a whole number",
        "INTEGER  | ' 1'  | a whole number",
        "INTEGER  | 9999999999 | a whole number",
        "DURATION | 30s   | a duration such as PT30S",
        "DURATION | 30    | a duration such as PT30S",
        "FLAG     | yes   | true or false",
        "FLAG     | TRUE  | true or false",
        "FLAG     | ''    | true or false",
      })
  void of_whenAValueIsNotOfItsType_saysWhatItMustBe(
      OptionSpec.Type type, String value, String words) {
    List<OptionSpec> specs = List.of(OptionSpec.of("it", type, "an option"));

    assertRefused(
        () -> options(specs, Map.of("it", value)),
        "cache 'x': option 'it' must be %s, but is '%s'".formatted(words, value));
  }

  @Test
  void of_whenAPathCannotBeOne_saysSoOnOneLine() {
    assertRefused(
        () -> filesystem(Map.of("directory", "a\0b")),
        "source 'filesystem': option 'directory' must be a path, but is 'a\\u0000b'");
  }

  @Test
  void of_whenTheCallersMapChanges_keepsItsOwn() {
    var values = new HashMap<>(Map.of("directory", "agents"));
    Options options = filesystem(values);

    values.put("directory", "other");

    assertThat(options.path("directory")).isEqualTo(Path.of("agents"));
  }

  @Test
  void of_aProvider_namesItById() {
    Provider provider = () -> "sample";

    assertRefused(
        () -> Options.of(provider, Map.of("x", "1")),
        "provider 'sample' has no option 'x'; it has []");
  }

  @Test
  void of_aProvider_looksWhereTheProviderIs() {
    Provider provider = () -> "sample";

    assertThat(Options.of(provider, Map.of()).classLoader())
        .isSameAs(provider.getClass().getClassLoader());
  }

  @Test
  void classLoader_always_isTheOneGiven() throws Exception {
    try (var loader = new URLClassLoader(new URL[0])) {
      assertThat(Options.of("source 'x'", List.of(), Map.of(), loader).classLoader())
          .isSameAs(loader);
    }
  }

  @Test
  void getter_whenNothingIsSet_returnsTheDefault() {
    Options options = filesystem(Map.of());

    assertThat(options.flag("required")).isFalse();
    assertThat(options.list("include")).containsExactly("**.md");
    assertThat(options.text("include")).isEqualTo("**.md");
  }

  @Test
  void getter_whenAValueIsSet_prefersItToTheDefault() {
    Options options = filesystem(Map.of("required", "true", "include", "*.txt"));

    assertThat(options.flag("required")).isTrue();
    assertThat(options.list("include")).containsExactly("*.txt");
  }

  @Test
  void getter_whenThereIsNeitherValueNorDefault_saysWhichOptionIsNeeded() {
    Options options = filesystem(Map.of());

    assertRefused(() -> options.path("directory"), "source 'filesystem' needs option 'directory'");
    assertRefused(() -> options.text("directory"), "source 'filesystem' needs option 'directory'");
    assertRefused(() -> options.list("exclude"), "source 'filesystem' needs option 'exclude'");
  }

  @Test
  void getter_whenTheProviderDoesNotListTheOption_tellsItsAuthor() {
    Options options = filesystem(Map.of());

    assertThatThrownBy(() -> options.flag("wtach"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "source 'filesystem' reads option 'wtach', but lists only"
                + " [directory, exclude, include, required]");
    assertThatThrownBy(() -> options.has("wtach")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void has_always_countsValuesAndDefaults() {
    Options options = filesystem(Map.of("exclude", "x"));

    assertThat(options.has("exclude")).isTrue();
    assertThat(options.has("include")).isTrue();
    assertThat(options.has("directory")).isFalse();
  }

  @Test
  void path_always_isAsWritten() {
    assertThat(filesystem(Map.of("directory", ".claude/../x")).path("directory"))
        .isEqualTo(Path.of(".claude/../x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10})
  void integer_withinTheRange_isReturned(int value) {
    assertThat(sized(value).integer("size", 1, 10)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 11, Integer.MAX_VALUE})
  void integer_outsideTheRange_isRefusedWithTheRange(int value) {
    assertRefused(
        () -> sized(value).integer("size", 1, 10),
        "cache 'x': option 'size' must be from 1 to 10, but is " + value);
  }

  @Test
  void duration_always_isInIsoForm() {
    List<OptionSpec> specs = List.of(OptionSpec.of("ttl", OptionSpec.Type.DURATION, "how long"));

    assertThat(options(specs, Map.of("ttl", "PT1M30S")).duration("ttl"))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a              | a",
        "a,b            | a;b",
        "' a , b '      | a;b",
        "',a,,b,'       | a;b",
        "*.{md,txt},x   | *.{md,txt};x",
        "{a,{b,c}},d    | {a,{b,c}};d",
        "'{a,b'         | {a,b",
        "''             | ''",
        "' , '          | ''",
      })
  void list_always_partsAtCommasOutsideBraces(String value, String parts) {
    assertThat(String.join(";", filesystem(Map.of("include", value)).list("include")))
        .isEqualTo(parts);
  }

  @Test
  void oneOf_always_acceptsTheAllowedTextsAlone() {
    List<OptionSpec> specs =
        List.of(OptionSpec.of("eviction", OptionSpec.Type.TEXT, "who goes first"));
    List<String> allowed = List.of("lru", "adaptive");

    assertThat(options(specs, Map.of("eviction", "lru")).oneOf("eviction", allowed))
        .isEqualTo("lru");
    assertRefused(
        () -> options(specs, Map.of("eviction", "fi\nfo")).oneOf("eviction", allowed),
        "cache 'x': option 'eviction' must be one of [adaptive, lru], but is 'fi\\u000afo'");
  }

  private static Options sized(int value) {
    List<OptionSpec> specs = List.of(OptionSpec.of("size", OptionSpec.Type.INTEGER, "how many"));
    return options(specs, Map.of("size", Integer.toString(value)));
  }

  private static Options filesystem(Map<String, String> values) {
    return Options.of("source 'filesystem'", FILESYSTEM, values, loader());
  }

  private static Options options(List<OptionSpec> specs, Map<String, String> values) {
    return Options.of("cache 'x'", specs, values, loader());
  }

  private static ClassLoader loader() {
    return OptionsTest.class.getClassLoader();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }
}
