package dev.impresario.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProviderTest {

  @Test
  void provider_thatSaysNoMore_hasNoOptionsAndTheMiddlePriority() {
    Provider provider = () -> "sample";

    assertThat(provider.options()).isEmpty();
    assertThat(provider.priority()).isZero().isGreaterThan(Provider.FALLBACK);
  }

  @Test
  void optionSpec_withDefault_changesNothingElse() {
    OptionSpec spec = OptionSpec.of("include", OptionSpec.Type.LIST, "what to take");

    OptionSpec changed = spec.withDefault("**.md");

    assertThat(spec.defaultValue()).isNull();
    assertThat(changed)
        .isEqualTo(new OptionSpec("include", OptionSpec.Type.LIST, "**.md", "what to take"));
  }

  @Test
  void types_always_haveWordsForMessages() {
    assertThat(Arrays.stream(OptionSpec.Type.values()).map(OptionSpec.Type::words))
        .containsExactly(
            "text",
            "a path",
            "a whole number",
            "a duration such as PT30S",
            "true or false",
            "texts parted by commas");
  }

  @Test
  void agentTooLarge_message_namesSizeAndLimit() {
    assertThat(new AgentTooLargeException(2_000_000, 1_048_576))
        .hasMessage("it has 2000000 bytes or more; at most 1048576 are read");
  }
}
