package dev.impresario.core.internal;

import dev.impresario.SafeText;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider comes from, as people read it.
 *
 * @param place its jar or directory, or null if that is not known
 * @param version what the jar's manifest says, else the module, else null
 */
record Whence(@Nullable String place, @Nullable String version) {

  static Whence of(Found<?> one) {
    Class<?> type = one.type();
    if (type == null) {
      return new Whence(null, null);
    }
    return new Whence(one.isBuiltIn() ? "built in" : place(type), version(type));
  }

  private static @Nullable String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? null : SafeText.escape(readable(location));
  }

  private static String readable(URL location) {
    try {
      URI uri = location.toURI();
      return "file".equals(uri.getScheme()) ? Path.of(uri).toString() : location.toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return location.toString(); // it is at least what the class loader calls it
    }
  }

  /** Returns what the jar's manifest says, else the module, else null. */
  static @Nullable String version(Class<?> type) {
    Package home = type.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    ModuleDescriptor module = type.getModule().getDescriptor();
    if (version == null && module != null) {
      version = module.rawVersion().orElse(null);
    }
    return version == null ? null : SafeText.escape(version);
  }
}
