package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

  @Test
  void plus_addsEachCount() {
    assertThat(new Usage(1, 2, 1).plus(new Usage(10, 20, 5))).isEqualTo(new Usage(11, 22, 6));
    assertThat(new Usage(11, 22, 6).total()).isEqualTo(33);
  }

  @Test
  void sums_thatWouldBeTooLarge_stop() {
    var most = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(most.plus(new Usage(1, 1, 1))).isEqualTo(most);
    assertThat(most.total()).isEqualTo(Long.MAX_VALUE);
    assertThat(new Usage(Long.MAX_VALUE - 1, 1, 0).total()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void usage_ofANegativeCount_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Usage(-1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Usage(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Usage(0, 0, -1));
  }

  @Test
  void price_ofAUsage_isExact() {
    Price price = Price.perMillion("3.00", "15.00", "0.30");

    // 900 read at 3, 100 from the cache at 0.30, 50 written at 15
    assertThat(price.of(new Usage(1_000, 50, 100))).isEqualByComparingTo("0.00348");
    assertThat(price.of(Usage.NONE)).isEqualByComparingTo("0");
  }

  @Test
  void price_ofMoreCachedThanRead_takesNoMoreThanWasRead() {
    Price price = Price.perMillion("3", "15", "1");

    assertThat(price.of(new Usage(10, 0, 500))).isEqualByComparingTo("0.00001");
  }

  @Test
  void price_ofTheLargestUsage_doesNotOverflow() {
    Price price = Price.perMillion("1", "1", "1");
    var most = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    assertThat(price.of(most)).isEqualByComparingTo("18446744073709.551614");
  }

  @Test
  void price_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Price.perMillion("1", "-0.1", "1"))
        .withMessage("a price must not be negative: -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Price.perMillion("1", "1", "1e-19"))
        .withMessage("a price is at most 1000000000000000000, with at most 18 decimals: 1E-19");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Price.perMillion("1E+1000000000", "1", "1"))
        .withMessageEndingWith(": 1E+1000000000");
    assertThatIllegalArgumentException().isThrownBy(() -> Price.perMillion("three", "1", "1"));
  }

  @Test
  void totals_holdCopies() {
    var byAgent = new HashMap<>(Map.of("qa", Usage.NONE));
    var totals = new UsageTotals(Usage.NONE, byAgent, Map.of(), BigDecimal.ZERO);
    byAgent.clear();

    assertThat(totals.byAgent()).containsOnlyKeys("qa");
    assertThatThrownBy(() -> totals.byModel().put("x", Usage.NONE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // the very thing under test
  void price_withoutAPart_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Price(null, BigDecimal.ONE, BigDecimal.ONE))
        .withMessage("input");
  }
}
