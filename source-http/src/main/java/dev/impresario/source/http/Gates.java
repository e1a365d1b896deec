package dev.impresario.source.http;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gate of each host. Redirects can name any number of hosts, so those that are forgotten when
 * there are many are the ones of which there is nothing to remember. Safe for use by many threads.
 */
final class Gates {
  private static final int MAXIMUM = 1_000;

  private final Settings.Limits limits;
  private final World world;
  private final Map<String, HostGate> gates = new ConcurrentHashMap<>();

  Gates(Settings.Limits limits, World world) {
    this.limits = limits;
    this.world = world;
  }

  /**
   * Returns the gate of a host, for one who must {@link HostGate#release} it.
   *
   * @param redirected whether a server named the host, rather than an operator or a manifest
   * @throws FetchFailure if so, and there are too many hosts that must be remembered
   */
  HostGate claim(WebAddress at, boolean redirected) throws FetchFailure {
    String host = at.authority();
    if (gates.size() >= MAXIMUM && !gates.containsKey(host)) {
      forget();
      if (redirected && gates.size() >= MAXIMUM) {
        throw FetchFailure.leftAlone("it leads to one more of too many hosts that fail", 0);
      }
    }
    return Objects.requireNonNull(
        gates.compute(
            host,
            (name, known) -> {
              HostGate gate = known == null ? made(name) : known;
              gate.claim();
              return gate;
            }));
  }

  private HostGate made(String host) {
    return new HostGate(host, limits.breakerFailures(), limits.breakerPause(), world.ticker());
  }

  /** One by one and within the map, so that none is forgotten that is being claimed. */
  private void forget() {
    for (String host : gates.keySet()) {
      gates.computeIfPresent(host, (name, gate) -> gate.isForgettable() ? null : gate);
    }
  }
}
