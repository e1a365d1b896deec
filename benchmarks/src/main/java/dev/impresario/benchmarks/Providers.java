package dev.impresario.benchmarks;

import dev.impresario.spi.CacheProvider;
import java.util.ServiceLoader;

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
}
