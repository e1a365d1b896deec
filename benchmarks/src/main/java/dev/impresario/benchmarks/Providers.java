package dev.impresario.benchmarks;

import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds what is measured, as an application would. */
final class Providers {
  private Providers() {}

  static CacheProvider cache(String id) {
    return ServiceLoader.load(CacheProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.id().equals(id))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("no cache provider '" + id + "'"));
  }

  /** Returns every format by its id. */
  static Map<String, AgentFormat> formats() {
    return ServiceLoader.load(AgentFormatProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .collect(
            Collectors.toMap(
                Provider::id, provider -> provider.create(Options.of(provider, Map.of()))));
  }
}
