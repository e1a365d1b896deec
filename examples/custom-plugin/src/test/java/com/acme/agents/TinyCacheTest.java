package com.acme.agents;

import dev.impresario.spi.CacheProvider;
import dev.impresario.tck.CacheContract;

// tag::contract[]
class TinyCacheTest extends CacheContract {

  @Override
  protected CacheProvider provider() {
    return new TinyCacheProvider();
  }
}
// end::contract[]
