/** The command line. Names no plugin: those on the module path join at run time. */
@org.jspecify.annotations.NullMarked
module dev.impresario.cli {
  requires com.google.gson;
  requires dev.impresario.core;
  requires org.apache.commons.cli;
  requires static org.jspecify;
}
