package dev.impresario.core.internal;

import dev.impresario.core.internal.index.BadIndexException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where code lies: that of some classes, and all that they may call, as far as class loaders tell.
 * A class loader that is none of the JDK's tells nothing but where each class is from.
 */
final class CodePlaces {
  private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

  /** Such as {@code jar:nested:/app.jar/!BOOT-INF/lib/some.jar!/}. */
  private static final Pattern WITHIN =
      Pattern.compile("(?:jar:)?(?:file|nested):(?<outer>[^!]*?)/?!.*");

  private final Set<Path> places = new LinkedHashSet<>();

  private CodePlaces() {}

  /**
   * Returns the jars and directories.
   *
   * @throws BadIndexException if it cannot be told where one of the classes is from
   */
  static Set<Path> of(Collection<Class<?>> types) throws IOException, BadIndexException {
    var all = new CodePlaces();
    if (System.getProperty(NATIVE_IMAGE) != null) {
      all.addExecutable();
      return all.places;
    }
    for (Class<?> type : types) {
      all.add(type);
    }
    all.addPath(System.getProperty("jdk.module.path", ""));
    all.addPath(System.getProperty("java.class.path", ""));
    return all.places;
  }

  private void addExecutable() throws BadIndexException {
    places.add(
        Path.of(
            ProcessHandle.current()
                .info()
                .command()
                .orElseThrow(() -> BadIndexException.ofPlace("it is not known what runs"))));
  }

  private void add(Class<?> type) throws IOException, BadIndexException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw BadIndexException.ofPlace(
          "no change of the code of %s would be seen".formatted(type.getName()));
    }
    places.add(place(location));
    for (ClassLoader loader = type.getClassLoader(); loader != null; loader = loader.getParent()) {
      if (loader instanceof URLClassLoader its) {
        for (URL url : its.getURLs()) {
          places.add(place(url));
        }
      }
    }
  }

  /** A jar within another changes only with that one. */
  static Path place(URL location) throws BadIndexException {
    String text = location.toString();
    if (text.startsWith("jrt:")) {
      return Path.of(System.getProperty("java.home"), "lib", "modules");
    }
    try {
      if (text.startsWith("file:")) {
        return Path.of(location.toURI());
      }
      Matcher within = WITHIN.matcher(text);
      if (within.matches()) {
        Path outer = Path.of(URI.create("file:" + within.group("outer")));
        if (Files.exists(outer)) {
          return outer;
        }
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // it is a place that only its class loader knows
    }
    throw BadIndexException.ofPlace("no change of code that is neither in files nor jars is seen");
  }

  private void addPath(String path) throws IOException {
    if (path.isEmpty()) {
      return;
    }
    String[] elements = path.split(Pattern.quote(File.pathSeparator), -1);
    for (String element : elements) {
      places.add(Path.of(element).toAbsolutePath());
    }
    Path only = Path.of(elements[0]).toAbsolutePath();
    if (elements.length == 1 && Files.isRegularFile(only)) {
      addManifestPath(only);
    }
  }

  /** An application that is started by its jar has its libraries there. */
  private void addManifestPath(Path jar) throws IOException {
    try (var opened = new JarFile(jar.toFile())) {
      Manifest manifest = opened.getManifest();
      String path =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (path == null) {
        return;
      }
      for (String element : path.strip().split("\\s+", -1)) {
        places.add(Path.of(jar.toUri().resolve(element)));
      }
    }
  }
}
