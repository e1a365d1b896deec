package dev.impresario.source.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Jars and class loaders for tests, and sources over them. */
final class Places {
  static final int LIMIT = 1_000;

  /** A time by which all files of a test have long settled. */
  static final Instant LATER = Instant.parse("2200-01-01T00:00:00Z");

  private Places() {}

  /** Writes a jar: names that end in a slash are folders, each other entry holds its own name. */
  static Path jar(Path file, String... names) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        jar.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          jar.write(name.getBytes(UTF_8));
        }
        jar.closeEntry();
      }
    }
    return file;
  }

  static Path file(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  static URLClassLoader loader(Path... places) {
    URL[] urls = Stream.of(places).map(Places::url).toArray(URL[]::new);
    return new URLClassLoader(urls, null);
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a class loader that also sees the folder in a place of an odd kind. */
  static ClassLoader with(ClassLoader parent, URL place) {
    return new ClassLoader(parent) {
      @Override
      protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(List.of(place));
      }
    };
  }

  static ClasspathSource source(ClassLoader loader) {
    return source(loader, Limits.DEFAULT);
  }

  static ClasspathSource source(ClassLoader loader, Limits limits) {
    return new ClasspathSource(
        new RootFinder(loader, Folder.of("agents")),
        PathFilter.MARKDOWN,
        false,
        limits,
        () -> LATER);
  }

  static AgentResource only(ClassLoader loader) throws IOException {
    List<AgentResource> resources = source(loader).scan().resources();
    if (resources.size() != 1) {
      throw new AssertionError("not one file but " + resources);
    }
    return resources.get(0);
  }

  static List<String> paths(Scan scan) {
    return scan.resources().stream().map(AgentResource::path).toList();
  }

  static List<String> lines(Scan scan) {
    return scan.diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
