// tag::module[]
/** Agents from a properties file, and a tiny cache. Exports nothing: providers are found. */
module com.acme.agents {
  requires dev.impresario.spi;

  provides dev.impresario.spi.AgentSourceProvider with
      com.acme.agents.PropertiesSourceProvider;
  provides dev.impresario.spi.CacheProvider with
      com.acme.agents.TinyCacheProvider;
}
// end::module[]
