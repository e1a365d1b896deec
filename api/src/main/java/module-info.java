/** What users call: agents, the registry, caches, tasks and their results. Needs the JDK alone. */
@org.jspecify.annotations.NullMarked
module dev.impresario.api {
  requires static transitive org.jspecify;

  exports dev.impresario;
}
