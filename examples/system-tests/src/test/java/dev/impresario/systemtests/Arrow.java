package dev.impresario.systemtests;

/** A dependency of one of our modules on another; both are named by their folders. */
record Arrow(String from, String to, String scope) {

  String toArtifact() {
    return Pom.read(Reactor.ROOT.resolve(to).resolve("pom.xml")).artifactId();
  }

  /** Returns what a copy of the first module with this dependency is called. */
  String copyName() {
    return "%s-with-%s-at-%s".formatted(from, to, scope);
  }

  @Override
  public String toString() {
    return "%s -> %s (%s)".formatted(from, to, scope);
  }
}
