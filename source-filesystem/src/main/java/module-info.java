/** Agents from a directory. */
@org.jspecify.annotations.NullMarked
module dev.impresario.source.filesystem {
  requires transitive dev.impresario.spi;
  requires static org.jspecify;

  exports dev.impresario.source.filesystem;

  provides dev.impresario.spi.AgentSourceProvider with
      dev.impresario.source.filesystem.FilesystemSourceProvider;
}
