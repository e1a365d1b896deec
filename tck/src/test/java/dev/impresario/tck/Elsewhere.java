package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;

/** Loads a provider as if it came from a place whose module does not provide it. */
final class Elsewhere extends ClassLoader {

  private Elsewhere() {
    super(Elsewhere.class.getClassLoader());
  }

  static SampleProvider unprovided(Path place) throws Exception {
    Class<?> type = new Elsewhere().define(Unprovided.class, place);
    return (SampleProvider) type.getConstructor().newInstance();
  }

  /** Returns a directory with a module that provides nothing. */
  static Path directory(Path parent) throws IOException {
    Path directory = Files.createTempDirectory(parent, "classes");
    Path source = directory.resolve("module-info.java");
    Files.writeString(source, "module unprovided {}");
    assertThat(javac().run(System.out, System.err, source.toString())).isZero();
    return directory;
  }

  /** Returns an archive of such a module. */
  static Path archive(Path parent) throws IOException {
    Path archive = Files.createTempFile(parent, "unprovided", ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(archive))) {
      out.putNextEntry(new JarEntry("module-info.class"));
      Files.copy(directory(parent).resolve("module-info.class"), out);
    }
    return archive;
  }

  private static ToolProvider javac() {
    return ToolProvider.findFirst("javac").orElseThrow();
  }

  private Class<?> define(Class<?> type, Path place) throws IOException {
    String file = type.getSimpleName() + ".class";
    var source = new CodeSource(place.toUri().toURL(), (Certificate[]) null);
    try (var in = Objects.requireNonNull(type.getResourceAsStream(file))) {
      byte[] bytes = in.readAllBytes();
      return defineClass(
          type.getName(), bytes, 0, bytes.length, new ProtectionDomain(source, null));
    }
  }
}
