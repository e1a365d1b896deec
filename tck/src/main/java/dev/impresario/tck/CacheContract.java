package dev.impresario.tck;

import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;

/** What every cache must do. */
public abstract class CacheContract extends ProviderContract<CacheProvider> {

  /** For the tests of a plugin. */
  protected CacheContract() {}

  @Override
  final Class<CacheProvider> kind() {
    return CacheProvider.class;
  }

  @Override
  final Object create(CacheProvider provider, Options options) {
    return provider.create(CacheSpec.counting("contract", Codec.TEXT, Codec.TEXT, 10), options);
  }
}
