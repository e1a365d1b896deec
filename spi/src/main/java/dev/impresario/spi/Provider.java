package dev.impresario.spi;

import java.util.List;

/** What every kind of provider has. Safe for use by many threads; its methods do no work. */
public interface Provider {

  /** The priority of a provider that is to be used only when there is no other. */
  int FALLBACK = -100;

  /** Returns what users call this provider in their configuration, such as {@code ehcache}. */
  String id();

  /** Returns how strongly this provider offers itself; where none is named, the highest is used. */
  default int priority() {
    return 0;
  }

  /** Returns the options that users may set. */
  default List<OptionSpec> options() {
    return List.of();
  }
}
