package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelCallExceptionTest {

  @Test
  void passing_maySucceedLater() {
    var cause = new IOException("connection reset");

    var failure = ModelCallException.passing("model 'x' is overloaded", cause);

    assertThat(failure)
        .isInstanceOf(ImpresarioException.class)
        .hasMessage("model 'x' is overloaded")
        .hasCause(cause);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void passing_afterATime_saysWhen() {
    var failure = ModelCallException.passing("busy", Duration.ofSeconds(7), null);

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure).hasNoCause();
  }

  @Test
  void lasting_willNotPassByItself() {
    var failure = ModelCallException.lasting("the key is wrong", null);

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.retryAfter()).isEmpty();
  }
}
