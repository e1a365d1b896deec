package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every provider must do, whatever it offers. The contract of each kind includes it.
 *
 * @param <P> the kind of provider
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // who hangs need not listen
public abstract class ProviderContract<P extends Provider> {
  private static final Pattern OPTION_NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** For the contracts of this package. */
  ProviderContract() {}

  /** Returns the provider under test. Called often; a new one each time will do. */
  protected abstract P provider();

  /**
   * Returns the options to test it with, as a user would set them. None, unless it needs some.
   *
   * @throws Exception if they cannot be prepared; the test then fails
   */
  protected Map<String, String> options() throws Exception {
    return Map.of();
  }

  /** Returns the kind of provider, by which users' programs look for it. */
  abstract Class<P> kind();

  /** Has the provider make one of what it makes. The caller closes it, if it can be closed. */
  abstract Object create(P provider, Options options);

  /** Returns the options, checked against what the provider lists. */
  final Options checkedOptions() throws Exception {
    P provider = provider();
    listed(provider);
    return Options.of(provider, options());
  }

  /** Returns what the provider made; says so if that is nothing. */
  static <T> T made(T made) {
    assertThat(made)
        .as("create(...) must return what it makes, or throw a ConfigurationException; never null")
        .isNotNull();
    return made;
  }

  /** Returns the options that the provider lists; says so if that is not even an empty list. */
  static List<OptionSpec> listed(Provider provider) {
    List<OptionSpec> options = provider.options();
    assertThat(options)
        .as("options() must return a list, an empty one if there are none; never null")
        .isNotNull();
    return options;
  }

  @Test
  final void id_isVisibleText() {
    String id = provider().id();

    assertThat(id)
        .as("id() is what users write in their configuration, so it must be visible text")
        .isNotBlank()
        .isEqualTo(id.strip());
    assertThat(SafeText.escape(id))
        .as("id() must be of visible characters only; escaped it reads")
        .isEqualTo(id);
  }

  @Test
  final void id_isTheSameAtEachCall() {
    P provider = provider();
    String first = provider.id();

    assertThat(List.of(provider.id(), provider().id()))
        .as("id() must be the same at each call, and for each object of the class")
        .containsOnly(first);
  }

  @Test
  final void priority_isTheSameAtEachCall() {
    P provider = provider();
    int first = provider.priority();

    assertThat(List.of(provider.priority(), provider().priority()))
        .as("priority() must be the same at each call, and for each object of the class")
        .containsOnly(first);
  }

  @Test
  final void options_areTheSameAtEachCall() {
    P provider = provider();
    List<OptionSpec> first = List.copyOf(listed(provider));

    assertThat(List.of(listed(provider), listed(provider())))
        .as("options() must be the same at each call, and for each object of the class")
        .containsOnly(first);
  }

  @Test
  final void options_areNamedInLowerCaseWithHyphens() {
    assertThat(listed(provider()))
        .extracting(OptionSpec::name)
        .as("options() must have names in lower case with hyphens, such as 'time-to-live'")
        .allMatch(OPTION_NAME.asMatchPredicate());
  }

  @Test
  final void options_haveNamesOfTheirOwn() {
    assertThat(listed(provider()))
        .extracting(OptionSpec::name)
        .as("options() must list each name once")
        .doesNotHaveDuplicates();
  }

  @Test
  final void options_haveDefaultsOfTheirType() {
    for (OptionSpec option : listed(provider())) {
      assertThatCode(() -> withDefaultsOf(List.of(option)))
          .as("options() must give option '%s' a default of its own type, or none", option.name())
          .doesNotThrowAnyException();
    }
  }

  @Test
  final void options_sayInOneLineWhatTheyDo() {
    for (OptionSpec option : listed(provider())) {
      assertThat(option.description())
          .as("options() must say what option '%s' does, in one line", option.name())
          .isNotBlank()
          .doesNotContain("\n", "\r");
    }
  }

  @Test
  final void providerClass_canBeMadeByTheServiceLoader() {
    Class<?> type = provider().getClass();

    assertThat(isPublic(type))
        .as("%s must be a public class, in public ones if nested", type.getName())
        .isTrue();
    assertThat(Stream.of(type.getConstructors()).map(made -> made.getParameterCount()))
        .as("%s must have a public constructor without parameters", type.getName())
        .contains(0);
  }

  @Test
  final void providerClass_isListedAsAService() throws Exception {
    Class<?> type = provider().getClass();

    assertThat(Services.listed(kind(), type.getClassLoader()))
        .as(
            "META-INF/services/%s must have a line with the name of the provider's class, or"
                + " programs on a class path do not find it",
            kind().getName())
        .contains(type.getName());
  }

  @Test
  final void providerClass_isProvidedByItsModule() throws Exception {
    Class<?> type = provider().getClass();
    var descriptor = Services.descriptor(type);

    if (descriptor.isPresent()) {
      assertThat(Services.provided(kind(), descriptor.get()))
          .as(
              "module-info.java must say 'provides %s with' the provider's class, or programs on a"
                  + " module path do not find it",
              kind().getName())
          .contains(type.getName());
    }
  }

  @Test
  final void create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException()
      throws Exception {
    for (OddOption odd : oddOptions()) {
      Throwable thrown = catchThrowable(() -> createAndClose(odd));

      if (thrown != null) {
        assertThat(thrown)
            .as(
                "create(...) must refuse an option's value with a ConfigurationException, or take"
                    + " it; this is '%s' = '%s'",
                odd.name(), odd.value())
            .isInstanceOf(ConfigurationException.class);
      }
    }
  }

  @Test
  final void create_thatRefusesAValue_namesTheOption() throws Exception {
    for (OddOption odd : oddOptions()) {
      ConfigurationException refusal = refusal(odd);

      if (refusal != null) {
        assertThat(refusal)
            .as(
                "create(...) must name the option whose value it refuses, which is '%s'",
                odd.name())
            .hasMessageContaining(odd.name());
      }
    }
  }

  /** What a user may write by mistake. */
  private record OddOption(String name, String value) {}

  private List<OddOption> oddOptions() {
    var odd = new ArrayList<OddOption>();
    List<OptionSpec> options = listed(provider());
    if (catchThrowable(() -> withDefaultsOf(options)) != null) {
      return odd; // another test is about that
    }
    for (OptionSpec option : options) {
      for (String value : oddValues(option.type())) {
        odd.add(new OddOption(option.name(), value));
      }
    }
    return odd;
  }

  /** Of paths none but the empty one: whatever else they name might be made. */
  private static List<String> oddValues(OptionSpec.Type type) {
    return switch (type) {
      case INTEGER -> List.of("" + Integer.MIN_VALUE, "-1", "0", "" + Integer.MAX_VALUE);
      case DURATION -> List.of("-PT1S", "PT0S", "" + Duration.ofSeconds(Long.MAX_VALUE));
      case TEXT -> List.of("", "?");
      case LIST -> List.of("", ",");
      case FLAG -> List.of("true", "false");
      case PATH -> List.of("");
    };
  }

  private @Nullable ConfigurationException refusal(OddOption odd) throws Exception {
    try {
      createAndClose(odd);
      return null;
    } catch (ConfigurationException e) {
      return e;
    } catch (RuntimeException e) {
      return null; // another test is about that
    }
  }

  private void createAndClose(OddOption odd) throws Exception {
    var set = new HashMap<>(options());
    set.put(odd.name(), odd.value());
    P provider = provider();
    Object made = made(create(provider, Options.of(provider, set)));
    if (made instanceof AutoCloseable open) {
      open.close();
    }
  }

  private static Options withDefaultsOf(List<OptionSpec> options) {
    return Options.of("it", options, Map.of(), ProviderContract.class.getClassLoader());
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }
}
