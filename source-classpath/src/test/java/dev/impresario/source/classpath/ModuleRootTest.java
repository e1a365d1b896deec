package dev.impresario.source.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** These tests run on the module path, so that the module under test is in the boot layer. */
class ModuleRootTest {
  @TempDir Path directory;

  @Test
  void scan_folderInAModuleOfTheBootLayer_isRead() throws IOException {
    String folder = "dev/impresario/source/classpath/hidden";

    var scan = ClasspathSourceProvider.of(getClass().getClassLoader(), folder).scan();

    assertThat(Places.paths(scan)).containsExactly("qa.md");
    assertThat(scan.resources().get(0).read(Places.LIMIT)).asString().isEqualTo("Test it.\n");
  }

  @Test
  void scan_encapsulatedFolderOfAModule_isRead() throws IOException {
    Path module = Files.createDirectories(directory.resolve("team"));
    Places.file(module.resolve("module-info.java"), "module team {}");
    Places.file(module.resolve("agents/qa.md"), "Test it.");
    run("javac", module.resolve("module-info.java").toString());
    Path jar = directory.resolve("team.jar");
    run("jar", "--create", "--file=" + jar, "-C", module.toString(), ".");

    ClassLoader loader = loaderOf(jar, "team");
    assertThat(loader.getResource("agents/qa.md")).as("what the class loader shows").isNull();

    var resource = Places.only(loader);

    assertThat(resource.path()).isEqualTo("qa.md");
    assertThat(resource.read(Places.LIMIT)).asString().isEqualTo("Test it.");
  }

  /** An image made by jlink keeps the folders of its modules in such a file system. */
  @Test
  void list_folderOfTheImage_isADirectory() throws IOException {
    var root = new DirectoryRoot(Path.of(URI.create("jrt:/java.base/java/util/function")));
    var findings = new Findings(Limits.DEFAULT);
    var classes = PathFilter.of(List.of("Supplier.class"), List.of());

    root.list(classes, new Revisions(Places.LATER, 1), findings);

    var resource = findings.scan().resources().get(0);
    assertThat(resource.read(100_000)).startsWith(0xca, 0xfe, 0xba, 0xbe);
    assertThatThrownBy(() -> resource.read(10)).isInstanceOf(AgentTooLargeException.class);
  }

  private static ClassLoader loaderOf(Path jar, String module) {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(module));
    return boot.defineModulesWithOneLoader(configuration, null).findLoader(module);
  }

  private static void run(String tool, String... arguments) {
    int exit = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
    assertThat(exit).as(tool).isZero();
  }
}
