package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ImpresarioException;
import java.util.ArrayList;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class BelongingsTest {
  private final Belongings belongings = new Belongings();
  private final ArrayList<String> closed = new ArrayList<>();

  @Test
  void close_closesTheLatestFirst_whateverFails() {
    var unusual = new ServiceConfigurationError("odd");
    var usual = new IllegalStateException();
    belongings.add(() -> closed.add("first"));
    belongings.add(
        () -> {
          throw usual;
        });
    belongings.add(() -> closed.add("second"));
    belongings.add(
        () -> {
          throw unusual;
        });
    belongings.add(() -> closed.add("third"));

    assertThatThrownBy(belongings::close)
        .isInstanceOf(ImpresarioException.class)
        .hasCause(unusual)
        .hasSuppressedException(usual);

    assertThat(closed).containsExactly("third", "second", "first");
  }
}
