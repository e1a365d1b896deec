/** What plugins implement: sources, formats, caches and runtimes, and how they are configured. */
@org.jspecify.annotations.NullMarked
module dev.impresario.spi {
  requires transitive dev.impresario.api;
  requires static transitive org.jspecify;

  exports dev.impresario.spi;
}
