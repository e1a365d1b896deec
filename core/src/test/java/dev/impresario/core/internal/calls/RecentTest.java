package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final List<String> made = new ArrayList<>();
  private final Recent<String, String> recent =
      new Recent<>(
          2,
          key -> {
            made.add(key);
            return key;
          });

  private void touch(String key) {
    try (var use = recent.use(key)) {
      assertThat(use.value()).isEqualTo(key);
    }
  }

  @Test
  void use_beyondTheLimit_letsGoOfTheLongestIdle() {
    touch("a");
    touch("b");
    touch("a");

    touch("c");

    assertThat(recent.all()).containsExactlyInAnyOrder("a", "c");
    touch("a");
    assertThat(made).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsInUse_staysHoweverManyOthersAreNamed() {
    try (var outer = recent.use("a");
        var inner = recent.use("a")) {
      for (int i = 0; i < 10; i++) {
        touch("other " + i);
      }
      assertThat(inner.value()).isSameAs(outer.value());
      touch("a");
    }

    assertThat(made).containsOnlyOnce("a");
    assertThat(recent.all()).hasSize(2);
  }

  @Test
  void moreInUseThanTheLimit_allStay_andAreLetGoAfterwards() {
    try (var a = recent.use("a");
        var b = recent.use("b");
        var c = recent.use("c")) {
      assertThat(recent.all()).containsExactlyInAnyOrder(a.value(), b.value(), c.value());
    }

    assertThat(recent.all()).hasSize(2);
  }
}
