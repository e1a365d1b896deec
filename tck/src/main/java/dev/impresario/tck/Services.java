package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where a provider is announced. */
final class Services {

  private Services() {}

  /** Returns the classes that services files name, read as {@link java.util.ServiceLoader} does. */
  static Set<String> listed(Class<?> kind, ClassLoader loader) throws IOException {
    var files = loader.getResources("META-INF/services/" + kind.getName());
    var names = new TreeSet<String>();
    for (URL file : Collections.list(files)) {
      names.addAll(names(file));
    }
    return names;
  }

  /**
   * Returns the descriptor of the module that the class is in, or would be in if its place were on
   * the module path; empty if that is no module with a descriptor of its own, or if the class was
   * patched into it, as tests are.
   */
  static Optional<ModuleDescriptor> descriptor(Class<?> type) throws IOException {
    var source = type.getProtectionDomain().getCodeSource();
    if (type.getModule().isNamed()) {
      return Optional.of(type.getModule().getDescriptor())
          .filter(descriptor -> source == null || !isPatch(source.getLocation(), type.getModule()));
    }
    if (source == null || !"file".equals(source.getLocation().getProtocol())) {
      return Optional.empty();
    }
    Path place = path(source.getLocation());
    return Files.isDirectory(place) ? inDirectory(place) : inArchive(place);
  }

  private static boolean isPatch(URL place, Module module) {
    return Optional.ofNullable(module.getLayer())
        .flatMap(layer -> layer.configuration().findModule(module.getName()))
        .flatMap(resolved -> resolved.reference().location())
        .filter(location -> !location.toString().equals(place.toString()))
        .isPresent();
  }

  /** Returns the classes that the module provides. */
  static Set<String> provided(Class<?> kind, ModuleDescriptor descriptor) {
    return descriptor.provides().stream()
        .filter(provides -> provides.service().equals(kind.getName()))
        .map(ModuleDescriptor.Provides::providers)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private static List<String> names(URL file) throws IOException {
    var connection = file.openConnection();
    connection.setUseCaches(false); // a cached archive stays open
    try (var lines =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      return lines.lines().map(line -> line.replaceFirst("#.*", "").strip()).toList();
    }
  }

  private static Optional<ModuleDescriptor> inDirectory(Path place) throws IOException {
    Path file = place.resolve("module-info.class");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      return Optional.of(ModuleDescriptor.read(in));
    }
  }

  private static Optional<ModuleDescriptor> inArchive(Path place) {
    try {
      return ModuleFinder.of(place).findAll().stream()
          .map(ModuleReference::descriptor)
          .filter(descriptor -> !descriptor.isAutomatic())
          .findAny();
    } catch (FindException e) {
      return Optional.empty(); // not even fit for an automatic module
    }
  }

  private static Path path(URL location) throws IOException {
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException e) {
      throw new IOException("cannot read where the class is", e);
    }
  }
}
