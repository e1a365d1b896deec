/** Contract tests for plugins: extend one class, name your provider, run JUnit. */
@org.jspecify.annotations.NullMarked
module dev.impresario.tck {
  requires transitive dev.impresario.spi;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;
  requires org.assertj.core;

  exports dev.impresario.tck;

  // the tests are for JUnit to find, not for plugins to call
  opens dev.impresario.tck to
      org.junit.platform.commons;
}
