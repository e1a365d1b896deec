package dev.impresario.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.transform.TransformerException;

/** A copy of our poms in another directory, to which forbidden things can be added. */
final class ReactorCopy {
  private final Path directory;
  private final List<String> modules = new ArrayList<>();

  ReactorCopy(Path directory) throws Exception {
    this.directory = directory;
    modules.add("bom");
    modules.addAll(Reactor.modules());
    for (String module : modules) {
      original(module).write(pomOf(module));
    }
    copyMavenConfiguration();
  }

  /** Adds a further module: the arrow's first one under another name, with this dependency. */
  void add(Arrow arrow) throws IOException, TransformerException {
    Pom pom = original(arrow.from());
    pom.rename(arrow.copyName());
    pom.setDependency(arrow.toArtifact(), arrow.scope());
    pom.write(pomOf(arrow.copyName()));
    modules.add(arrow.copyName());
  }

  /** Adds the dependency to the module itself. */
  void change(Arrow arrow) throws IOException, TransformerException {
    Pom pom = original(arrow.from());
    pom.setDependency(arrow.toArtifact(), arrow.scope());
    pom.write(pomOf(arrow.from()));
  }

  MavenRun validate() throws IOException, InterruptedException, TransformerException {
    Pom root = Pom.read(Reactor.ROOT.resolve("pom.xml"));
    root.setModules(modules);
    root.write(directory.resolve("pom.xml"));
    return MavenRun.of(directory, "validate");
  }

  private static Pom original(String module) {
    return Pom.read(Reactor.ROOT.resolve(module).resolve("pom.xml"));
  }

  private Path pomOf(String module) {
    return directory.resolve(module).resolve("pom.xml");
  }

  private void copyMavenConfiguration() throws IOException {
    Path target = Files.createDirectory(directory.resolve(".mvn"));
    try (Stream<Path> files = Files.list(Reactor.ROOT.resolve(".mvn"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }
}
