package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Usage;
import org.junit.jupiter.api.Test;

class UsagesTest {

  @Test
  void in_eventsOfAnthropic_addsWhatTheCacheHadPartIn() {
    Usage begun =
        Usages.in(
            """
            {"message":{"usage":{"input_tokens":10,"output_tokens":1,
             "cache_creation_input_tokens":100,"cache_read_input_tokens":1000}}}""",
            null);

    Usage later = Usages.in("{\"usage\":{\"output_tokens\":7}}", begun);

    assertThat(begun).isEqualTo(new Usage(1110, 1, 1000));
    assertThat(later).isEqualTo(new Usage(1110, 7, 1000));
  }

  @Test
  void in_eventsOfOpenAi_isWhatTheySay() {
    String event =
        "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

    assertThat(Usages.in(event, null)).isEqualTo(new Usage(9, 2, 4));
  }

  @Test
  void in_whatSaysNothing_isAsBefore() {
    var before = new Usage(9, 2, 4);

    assertThat(Usages.in("{\"usage\":null}", null)).isNull();
    assertThat(Usages.in("{\"usage\":", before)).isEqualTo(before);
    assertThat(Usages.in("[DONE]", before)).isEqualTo(before);
  }
}
