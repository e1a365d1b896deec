/** Agents from a resource folder, in directories, jars and modules. */
@org.jspecify.annotations.NullMarked
module dev.impresario.source.classpath {
  requires transitive dev.impresario.spi;
  requires static org.jspecify;

  exports dev.impresario.source.classpath;

  provides dev.impresario.spi.AgentSourceProvider with
      dev.impresario.source.classpath.ClasspathSourceProvider;
}
