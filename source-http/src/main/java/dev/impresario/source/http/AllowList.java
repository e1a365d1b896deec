package dev.impresario.source.http;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts that an operator vouches for: they may be asked without TLS, may have addresses that
 * are not public, and a manifest elsewhere may send for files there. Immutable.
 */
final class AllowList {
  private final Set<String> entries;

  private AllowList(Set<String> entries) {
    this.entries = entries;
  }

  /**
   * Creates a list of hosts, on any port, and of hosts with a port, on that port.
   *
   * @throws ConfigurationException if one is neither
   */
  static AllowList of(List<String> written) {
    var entries = new HashSet<String>();
    for (String entry : written) {
      entries.add(entry(entry));
    }
    return new AllowList(Set.copyOf(entries));
  }

  private static String entry(String written) {
    try {
      WebAddress address = WebAddress.parse("https://" + written);
      boolean bare = address.target().equals("/") && !written.endsWith("/");
      if (bare && written.indexOf('#') < 0 && written.indexOf('?') < 0) {
        boolean onePort = address.port() != 443 || written.endsWith(":443");
        return onePort ? address.authority() : address.host();
      }
    } catch (FetchFailure e) {
      // told below, in the words of this option
    }
    throw new ConfigurationException(
        "option 'allow' has '%s', which is no host; write a name or address, or one with a port,"
                .formatted(SafeText.escape(written))
            + " such as agents.example.com:8080");
  }

  boolean allows(WebAddress address) {
    return entries.contains(address.host()) || entries.contains(address.authority());
  }
}
