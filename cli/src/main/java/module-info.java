/** The command line. Names no plugin: those on the module path join at run time. */
@org.jspecify.annotations.NullMarked
module dev.impresario.cli {
  requires com.google.gson;
  requires dev.impresario.core;
  requires org.apache.commons.cli;
  requires org.slf4j;
  requires jdk.unsupported; // Ehcache, which cannot ask for it itself, needs sun.misc.Unsafe
  requires static org.jspecify;

  provides org.slf4j.spi.SLF4JServiceProvider with
      dev.impresario.cli.StandardErrorLog;
}
