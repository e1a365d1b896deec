package dev.impresario.systemtests;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Source files, as the compiler's parser sees them. */
final class Sources {

  private Sources() {}

  /** What is done with the parser's trees while they are at hand. */
  interface Reader<T> {
    T read(JavacTask task, Iterable<? extends CompilationUnitTree> units);
  }

  static <T> T parse(List<Path> files, Reader<T> reader) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      return reader.read(task, task.parse());
    }
  }

  /** Returns the files of the packages that everybody may use. */
  static List<Path> exported(Path sources) throws IOException {
    Path moduleInfo = sources.resolve("module-info.java");
    if (!Files.exists(moduleInfo)) {
      return allJavaFiles(sources); // an automatic module exports all of its packages
    }
    List<Path> files = new ArrayList<>();
    for (String name : exportedPackages(moduleInfo)) {
      files.addAll(javaFiles(sources.resolve(name.replace('.', '/'))));
    }
    return files;
  }

  private static List<String> exportedPackages(Path moduleInfo) throws IOException {
    return parse(List.of(moduleInfo), (task, units) -> exports(units.iterator().next()).toList());
  }

  private static Stream<String> exports(CompilationUnitTree moduleInfo) {
    return moduleInfo.getModule().getDirectives().stream()
        .filter(ExportsTree.class::isInstance)
        .map(ExportsTree.class::cast)
        .filter(export -> export.getModuleNames() == null)
        .map(export -> export.getPackageName().toString());
  }

  private static List<Path> allJavaFiles(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<Path> javaFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
