package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.spi.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final long HOUR = 3_600_000_000_000L;

  private final Trial trial = new Trial();
  private final Settings settings =
      HttpSourceProvider.settings(
          Options.of(
              new HttpSourceProvider(),
              Map.of("manifest", "https://a.example/m.json", "breaker-failures", "2")));
  private final Gates gates = new Gates(settings.limits(), trial.world());

  @Test
  void claim_ofVeryManyHosts_forgetsNoneThatIsSilentShutOrInUse() throws Exception {
    HostGate silent = claim("silent", false);
    silent.leaveAlone(HOUR);
    silent.release();
    HostGate shut = claim("shut", false);
    shut.failed(shut.enter());
    shut.failed(shut.enter());
    shut.release();
    HostGate used = claim("used", false);

    for (int i = 0; i < 3_000; i++) {
      claim("host" + i, true).release();
    }

    assertThat(claim("silent", false)).isSameAs(silent);
    assertThat(claim("shut", false)).isSameAs(shut);
    assertThat(claim("used", false)).isSameAs(used);
  }

  @Test
  void claim_whenTooManyMustBeRemembered_refusesOnlyWhatARedirectNames() throws Exception {
    HostGate first = null;
    for (int i = 0; i < 1_000; i++) {
      HostGate gate = claim("host" + i, true);
      gate.leaveAlone(HOUR);
      gate.release();
      first = first == null ? gate : first;
    }

    assertThatThrownBy(() -> claim("other", true))
        .isInstanceOf(FetchFailure.class)
        .hasMessage("it leads to one more of too many hosts that fail");
    assertThat(claim("host0", true)).isSameAs(first);
    claim("named", false).release();
    trial.pass(3_600_001);
    claim("other", true).release();
  }

  private HostGate claim(String host, boolean redirected) throws FetchFailure {
    return gates.claim(WebAddress.parse("https://" + host + ".example/"), redirected);
  }
}
