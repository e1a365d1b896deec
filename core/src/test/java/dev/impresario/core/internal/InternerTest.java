package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.ToolGrant;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InternerTest {
  private final Interner<ToolGrant> interner = new Interner<>();

  @Test
  void one_ofEqualValues_isOneObject() {
    ToolGrant first = interner.one(grant("Read"));
    ToolGrant second = interner.one(grant("Read"));

    assertThat(second).isSameAs(first);
  }

  @Test
  void one_ofAnotherValue_isAnother() {
    interner.one(grant("Read"));

    assertThat(interner.one(grant("Write"))).isEqualTo(grant("Write"));
  }

  @Test
  void one_ofMoreThanItLearns_isTheValueItself() {
    List<ToolGrant> held = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      held.add(interner.one(grant("tool-" + i)));
    }

    ToolGrant late = grant("tool-1999");

    assertThat(interner.one(late)).isSameAs(late);
    assertThat(interner.one(grant("tool-0"))).isSameAs(held.get(0));
  }

  @Test
  void one_keepsNothingAliveThatNobodyNeeds() {
    var forgotten = new WeakReference<>(interner.one(grant("Read")));

    while (forgotten.get() != null) {
      System.gc();
    }

    assertThat(interner.one(grant("Read"))).isEqualTo(grant("Read"));
  }

  private static ToolGrant grant(String tool) {
    return ToolGrant.of(List.of(tool));
  }
}
