package dev.impresario.source.classpath;

import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places where a class loader sees a folder, in the order of the class path. It sees the
 * folders of modules, too, encapsulated or not, but none of a linked image: those are looked up in
 * the file system of the image, and come first, as modules do.
 */
record RootFinder(ClassLoader loader, Folder folder) {
  // The JDK's own modules hold no agents, and looking into each of them takes time.
  private static final String JDK_MODULES = "(java|jdk)\\..*";
  private static final String IMAGE = "jrt";
  private static final Set<String> LOCAL_JARS = Set.of("file", "jar", "nested");

  RootFinder {
    Objects.requireNonNull(loader, "loader");
  }

  List<Root> find(Findings findings) throws IOException {
    var roots = new ArrayList<Root>();
    linkedModules().forEach(module -> addDirectory(inImage(module), roots));
    var places = new LinkedHashMap<String, URL>();
    for (URL url : Collections.list(loader.getResources(folder.name()))) {
      // A parent and its child may see the same place.
      places.putIfAbsent(url.toExternalForm(), url);
    }
    places.values().forEach(url -> addRoot(url, roots, findings));
    return roots;
  }

  private List<String> linkedModules() {
    return ModuleLayer.boot().configuration().modules().stream()
        .filter(
            module ->
                module.reference().location().map(URI::getScheme).stream().anyMatch(IMAGE::equals))
        .map(ResolvedModule::name)
        .filter(module -> !module.matches(JDK_MODULES))
        .filter(module -> isSeen(ModuleLayer.boot().findLoader(module)))
        .sorted()
        .toList();
  }

  private boolean isSeen(@Nullable ClassLoader other) {
    for (ClassLoader seen = loader; seen != null; seen = seen.getParent()) {
      if (seen.equals(other)) {
        return true;
      }
    }
    return false;
  }

  private Path inImage(String module) {
    return Path.of(URI.create(IMAGE + ":/" + module)).resolve(folder.name());
  }

  private void addRoot(URL url, List<Root> roots, Findings findings) {
    try {
      switch (url.getProtocol()) {
        case "file", IMAGE -> addDirectory(Path.of(url.toURI()), roots);
        default -> addJar(url, roots, findings);
      }
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      findings.unreadableRoot(url.toExternalForm(), e);
    }
  }

  /** A file of the folder's name is no folder, and none of our business. */
  private static void addDirectory(Path path, List<Root> roots) {
    if (Files.isDirectory(path)) {
      roots.add(new DirectoryRoot(path));
    }
  }

  private void addJar(URL url, List<Root> roots, Findings findings) throws IOException {
    if (url.openConnection() instanceof JarURLConnection jar
        && LOCAL_JARS.contains(jar.getJarFileURL().getProtocol())) {
      roots.add(new JarRoot(url));
    } else {
      findings.unsupported(url.toExternalForm());
    }
  }
}
