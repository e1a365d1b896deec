package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderContractTest {
  @TempDir static Path places;

  static final class Subject extends ProviderContract<Provider> {
    @Override
    protected Provider provider() {
      return Planted.current(Provider.class);
    }

    @Override
    Class<Provider> kind() {
      return Provider.class;
    }

    @Override
    Object create(Provider provider, Options options) {
      ((SampleProvider) provider).create.accept(options);
      return provider;
    }
  }

  @Test
  void provider_thatIsRight_passes() {
    Planted.run(Subject.class, new SampleProvider()).assertPasses(ProviderContract.class);
  }

  @Test
  void provider_withoutOptions_passes() {
    var plain = planted(provider -> provider.options = List::of);
    plain.create = options -> {};

    Planted.run(Subject.class, plain).assertPasses(ProviderContract.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless author returns
  void provider_whoseOptionsAreNull_isToldInTheWordsOfTheContract() {
    var outcome = Planted.run(Subject.class, planted(provider -> provider.options = () -> null));

    assertThat(outcome.failed())
        .isNotEmpty()
        .allSatisfy(
            (rule, message) -> assertThat(message).contains("options() must return a list"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_failsJustItsTest(Fault fault) {
    Planted.run(Subject.class, fault.provider()).assertFailsJust(fault.rule(), fault.words());
  }

  @Test
  void everyRule_hasAFault() throws Exception {
    Set<String> shown = faults().map(Fault::rule).collect(Collectors.toSet());

    assertThat(shown).containsExactlyInAnyOrderElementsOf(Planted.rules(ProviderContract.class));
  }

  static Stream<Fault> faults() throws Exception {
    var calls = SampleProvider.counter();
    return Stream.of(
        new Fault(
            "has a blank id",
            planted(provider -> provider.id = () -> " "),
            "id_isVisibleText",
            "must be visible text"),
        new Fault(
            "hides a character in its id",
            planted(provider -> provider.id = () -> "sam\u200bple"),
            "id_isVisibleText",
            "visible characters only"),
        new Fault(
            "changes its id",
            planted(provider -> provider.id = () -> "sample-" + calls.getAsInt()),
            "id_isTheSameAtEachCall",
            "the same at each call"),
        new Fault(
            "changes its priority",
            planted(provider -> provider.priority = calls),
            "priority_isTheSameAtEachCall",
            "the same at each call"),
        new Fault(
            "changes its options",
            planted(
                provider ->
                    provider.options = () -> List.of(described("call " + calls.getAsInt()))),
            "options_areTheSameAtEachCall",
            "the same at each call"),
        new Fault(
            "names an option in camel case",
            planted(
                provider ->
                    provider.options = () -> List.of(SampleProvider.SIZE, named("heapSize"))),
            "options_areNamedInLowerCaseWithHyphens",
            "lower case with hyphens"),
        new Fault(
            "lists an option twice",
            planted(
                provider ->
                    provider.options = () -> List.of(SampleProvider.SIZE, SampleProvider.SIZE)),
            "options_haveNamesOfTheirOwn",
            "each name once"),
        new Fault(
            "has a default that is no number",
            planted(
                provider ->
                    provider.options =
                        () -> List.of(SampleProvider.SIZE.withDefault("large enough"))),
            "options_haveDefaultsOfTheirType",
            "give option 'initial-size' a default of its own type"),
        new Fault(
            "says nothing about an option",
            planted(provider -> provider.options = () -> List.of(described(""))),
            "options_sayInOneLineWhatTheyDo",
            "what option 'initial-size' does"),
        new Fault(
            "breaks the line in what it says about an option",
            planted(provider -> provider.options = () -> List.of(described("how\nlarge"))),
            "options_sayInOneLineWhatTheyDo",
            "in one line"),
        new Fault(
            "is not public",
            new SampleProvider.Hidden(),
            "providerClass_canBeMadeByTheServiceLoader",
            "must be a public class"),
        new Fault(
            "needs an argument",
            new SampleProvider.Needy("sample"),
            "providerClass_canBeMadeByTheServiceLoader",
            "public constructor without parameters"),
        new Fault(
            "is not in the services file",
            new SampleProvider.Unlisted(),
            "providerClass_isListedAsAService",
            "META-INF/services/dev.impresario.spi.Provider must have a line"),
        new Fault(
            "is not provided by its module",
            Elsewhere.unprovided(Elsewhere.directory(places)),
            "providerClass_isProvidedByItsModule",
            "provides dev.impresario.spi.Provider with"),
        new Fault(
            "is not provided by the module that its archive is",
            Elsewhere.unprovided(Elsewhere.archive(places)),
            "providerClass_isProvidedByItsModule",
            "provides dev.impresario.spi.Provider with"),
        new Fault(
            "throws what its parser throws",
            planted(provider -> provider.create = ProviderContractTest::parseByHand),
            "create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException",
            "'initial-size' = '-2147483648'"),
        new Fault(
            "multiplies beyond an int",
            planted(provider -> provider.create = ProviderContractTest::multiply),
            "create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException",
            "'initial-size' = '2147483647'"),
        new Fault(
            "counts a duration in nanoseconds",
            reading("PT1S", OptionSpec.Type.DURATION, ProviderContractTest::countNanoseconds),
            "create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException",
            "'it' = 'PT2562047788015215H30M7S'"),
        new Fault(
            "leaves what a flag asks for to be written later",
            reading("false", OptionSpec.Type.FLAG, ProviderContractTest::failIfSet),
            "create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException",
            "'it' = 'true'"),
        new Fault(
            "takes any path for one of a file",
            reading("name", OptionSpec.Type.PATH, ProviderContractTest::failWithoutAName),
            "create_withAnyValueOfTheOptionsType_worksOrThrowsConfigurationException",
            "'it' = ''"),
        new Fault(
            "does not say which option it refuses",
            planted(provider -> provider.create = SampleProvider::refuseWithoutAName),
            "create_thatRefusesAValue_namesTheOption",
            "must name the option"));
  }

  private static SampleProvider planted(Consumer<SampleProvider> fault) {
    var provider = new SampleProvider();
    fault.accept(provider);
    return provider;
  }

  private static void parseByHand(Options options) {
    if (options.integer("initial-size", Integer.MIN_VALUE, Integer.MAX_VALUE) < 1) {
      throw new IllegalArgumentException("initial-size");
    }
  }

  private static void multiply(Options options) {
    if (options.integer("initial-size", 1, Integer.MAX_VALUE) > Integer.MAX_VALUE / 1024) {
      throw new ArithmeticException("integer overflow");
    }
  }

  private static SampleProvider reading(
      String byDefault, OptionSpec.Type type, Consumer<Options> create) {
    var option = OptionSpec.of("it", type, "what it is for").withDefault(byDefault);
    return planted(
        provider -> {
          provider.options = () -> List.of(option);
          provider.create = create;
        });
  }

  private static void countNanoseconds(Options options) {
    if (options.duration("it").toSeconds() > Long.MAX_VALUE / 1_000_000_000) {
      throw new ArithmeticException("long overflow");
    }
  }

  private static void failIfSet(Options options) {
    if (options.flag("it")) {
      throw new UnsupportedOperationException("not yet");
    }
  }

  private static void failWithoutAName(Options options) {
    if (options.path("it").toString().isEmpty()) {
      throw new IllegalStateException("no name");
    }
  }

  private static OptionSpec named(String name) {
    return OptionSpec.of(name, OptionSpec.Type.TEXT, "what it is for");
  }

  private static OptionSpec described(String description) {
    return OptionSpec.of("initial-size", OptionSpec.Type.INTEGER, description).withDefault("10");
  }
}
