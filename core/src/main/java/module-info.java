/** The engine: registry, prompt cache and delegation. */
@org.jspecify.annotations.NullMarked
module dev.impresario.core {
  requires transitive dev.impresario.api;
  requires transitive dev.impresario.spi;
  requires static org.jspecify;
  requires dagger;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.ratelimiter;
  requires io.github.resilience4j.retry;
  requires jakarta.inject;
  requires jdk.jfr;
  requires org.slf4j;

  exports dev.impresario.core;

  uses dev.impresario.spi.AgentFormatProvider;
  uses dev.impresario.spi.AgentRuntimeProvider;
  uses dev.impresario.spi.AgentSelectorProvider;
  uses dev.impresario.spi.AgentSourceProvider;
  uses dev.impresario.spi.CacheProvider;
  uses dev.impresario.spi.MonitorProvider;
}
