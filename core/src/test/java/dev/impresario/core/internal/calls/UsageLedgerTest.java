package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Usage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UsageLedgerTest {
  private static final Usage ONE = new Usage(1, 2, 1);

  private final UsageLedger ledger = new UsageLedger();

  @Test
  void totals_areByAgentAndByModel() {
    ledger.add("qa", "sonnet", ONE, new BigDecimal("0.25"));
    ledger.add("qa", "haiku", ONE, new BigDecimal("0.05"));
    ledger.add("dev", null, ONE, BigDecimal.ZERO);

    var totals = ledger.totals();

    assertThat(totals.total()).isEqualTo(new Usage(3, 6, 3));
    assertThat(totals.byAgent()).containsEntry("qa", new Usage(2, 4, 2)).containsEntry("dev", ONE);
    assertThat(totals.byModel()).containsOnlyKeys("sonnet", "haiku");
    assertThat(totals.cost()).isEqualByComparingTo("0.30");
  }

  @Test
  void add_ofTooManyNames_countsTheFurtherOnesTogether() {
    for (int i = 0; i < UsageLedger.MOST_NAMES + 5; i++) {
      ledger.add("agent " + i, "model " + i, ONE, BigDecimal.ZERO);
    }
    ledger.add("agent 0", "model 0", ONE, BigDecimal.ZERO);

    var totals = ledger.totals();

    assertThat(totals.byAgent()).hasSize(UsageLedger.MOST_NAMES + 1);
    assertThat(totals.byAgent().get(UsageLedger.OTHER)).isEqualTo(new Usage(5, 10, 5));
    assertThat(totals.byModel().get(UsageLedger.OTHER)).isEqualTo(new Usage(5, 10, 5));
    assertThat(totals.byAgent().get("agent 0")).isEqualTo(new Usage(2, 4, 2));
    assertThat(totals.total().input()).isEqualTo(UsageLedger.MOST_NAMES + 6);
  }
}
