package dev.impresario.source.filesystem;

import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.tck.AgentSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FilesystemSourceContractTest extends AgentSourceContract {
  @TempDir Path temporary;

  @Override
  protected AgentSourceProvider provider() {
    return new FilesystemSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("directory", directory().toString());
  }

  @Override
  protected void store(Map<String, String> files) throws IOException {
    Files.createDirectories(directory());
    removeAllBut(files.keySet());
    for (var file : files.entrySet()) {
      Path path = directory().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Root may read any file, so it is a link that fails. */
  @Override
  protected boolean spoil(String path) throws IOException {
    Path file = directory().resolve(path);
    Files.delete(file);
    try {
      Files.createSymbolicLink(file, file.getFileName()); // to itself: it is there, but fails
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      return false; // not every system lets everybody make links
    }
  }

  @Override
  protected boolean remove() throws IOException {
    Files.move(directory(), temporary.resolve("elsewhere"));
    return true;
  }

  private Path directory() {
    return temporary.resolve("agents");
  }

  /** Leaves the others to be written over, as editors do. */
  private void removeAllBut(Set<String> paths) throws IOException {
    try (Stream<Path> walk = Files.walk(directory())) {
      for (Path file : walk.filter(path -> !Files.isDirectory(path)).toList()) {
        if (!paths.contains(directory().relativize(file).toString().replace('\\', '/'))) {
          Files.delete(file);
        }
      }
    }
  }
}
