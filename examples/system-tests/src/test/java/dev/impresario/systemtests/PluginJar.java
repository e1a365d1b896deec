package dev.impresario.systemtests;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar as a stranger would build it: compiled here, so that no other loader has its classes. */
final class PluginJar {

  private PluginJar() {}

  /**
   * Compiles one class, with all that it nests, and packs it.
   *
   * @param services the classes that offer themselves, by the interface they implement
   */
  static Path of(
      Path directory,
      String className,
      String source,
      Map<Class<?>, String> services,
      String version)
      throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(classes, className, source);
    Path jar = directory.resolve("plugin.jar");
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    try (OutputStream file = Files.newOutputStream(jar);
        var entries = new JarOutputStream(file, manifest);
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(Files::isRegularFile).sorted().toList()) {
        add(
            entries,
            classes.relativize(path).toString().replace('\\', '/'),
            Files.readAllBytes(path));
      }
      for (Map.Entry<Class<?>, String> service : services.entrySet()) {
        add(
            entries,
            "META-INF/services/" + service.getKey().getName(),
            service.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  private static void compile(Path classes, String className, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
    var unit =
        new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      if (!compiler.getTask(null, files, null, options, null, List.of(unit)).call()) {
        throw new AssertionError("the plugin does not compile; see above");
      }
    }
  }
}
