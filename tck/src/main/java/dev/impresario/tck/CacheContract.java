package dev.impresario.tck;

import dev.impresario.spi.CacheProvider;

/** What every cache must do. */
public abstract class CacheContract extends ProviderContract<CacheProvider> {

  /** For the tests of a plugin. */
  protected CacheContract() {}
}
