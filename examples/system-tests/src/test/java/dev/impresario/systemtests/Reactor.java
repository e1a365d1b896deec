package dev.impresario.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The modules of this build, read from its poms, so that no test keeps a list of its own. */
final class Reactor {
  static final Path ROOT = Path.of(System.getProperty("impresario.root")).normalize();

  /** Whatever is not one of these is a plugin, so a new module starts under the strictest rules. */
  private static final Set<String> NOT_PLUGINS = Set.of("api", "spi", "tck", "core", "cli");

  private Reactor() {}

  /** Returns the folders of the modules that make a jar for others. */
  static List<String> modules() {
    return Pom.read(ROOT.resolve("pom.xml")).modules().stream()
        .filter(folder -> !Set.of("bom", "benchmarks", "examples").contains(folder))
        .toList();
  }

  static List<String> plugins() {
    return modules().stream().filter(folder -> !NOT_PLUGINS.contains(folder)).toList();
  }

  static List<String> modulesWithCode() {
    return modules().stream().filter(folder -> Files.exists(sources(folder))).toList();
  }

  static List<String> pluginsWithCode() {
    return modulesWithCode().stream().filter(plugins()::contains).toList();
  }

  /** Returns those with a module-info; the others must have an automatic module name. */
  static boolean isNamedModule(String folder) {
    return Files.exists(sources(folder).resolve("module-info.java"));
  }

  static Path sources(String folder) {
    return ROOT.resolve(folder).resolve("src/main/java");
  }

  static Path classes(String folder) {
    return ROOT.resolve(folder).resolve("target/classes");
  }
}
