package dev.impresario.source.classpath;

import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.tck.AgentSourceContract;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, for a folder that is in a directory of the class path. */
class DirectoryContractTest extends AgentSourceContract {
  @TempDir Path directory;

  private URLClassLoader loader = Places.loader();

  @BeforeEach
  void openLoader() {
    loader = Places.loader(directory);
  }

  @AfterEach
  void closeLoader() throws IOException {
    loader.close();
  }

  @Override
  protected AgentSourceProvider provider() {
    return new ClasspathSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("folder", "agents");
  }

  @Override
  protected ClassLoader classLoader() {
    return loader;
  }

  @Override
  protected void store(Map<String, String> files) throws IOException {
    Files.createDirectories(folder());
    removeAllBut(files.keySet());
    for (var file : files.entrySet()) {
      Places.file(folder().resolve(file.getKey()), file.getValue());
    }
  }

  @Override
  protected boolean spoil(String path) throws IOException {
    Path file = folder().resolve(path);
    Files.delete(file);
    try {
      Files.createSymbolicLink(file, file.getFileName()); // to itself: it is there, but fails
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false; // not every system lets everybody make links
    }
  }

  private Path folder() {
    return directory.resolve("agents");
  }

  private void removeAllBut(Set<String> paths) throws IOException {
    try (Stream<Path> walk = Files.walk(folder())) {
      for (Path file : walk.filter(path -> !Files.isDirectory(path)).toList()) {
        if (!paths.contains(folder().relativize(file).toString().replace('\\', '/'))) {
          Files.delete(file);
        }
      }
    }
  }
}
