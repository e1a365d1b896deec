package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HangsTest {

  /** A timeout of a contract's own replaces that of all providers, with the thread it works in. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        ProviderContract.class,
        AgentFormatContract.class,
        AgentRuntimeContract.class,
        MonitorContract.class
      })
  void timeoutOfAContract_endsWhatDoesNotListen(Class<?> contract) {
    assertThat(contract.getAnnotation(Timeout.class).threadMode())
        .isEqualTo(Timeout.ThreadMode.SEPARATE_THREAD);
  }
}
