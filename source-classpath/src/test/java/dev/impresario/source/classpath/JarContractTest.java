package dev.impresario.source.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.tck.AgentSourceContract;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract, for a folder of a jar that is replaced by another while it is in use. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a jar that is open cannot be replaced there")
class JarContractTest extends AgentSourceContract {
  @TempDir Path directory;

  private URLClassLoader loader = Places.loader();

  @BeforeEach
  void openLoader() {
    loader = Places.loader(jar());
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
    Path next = directory.resolve("next.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(next))) {
      out.putNextEntry(new JarEntry("agents/"));
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry("agents/" + file.getKey()));
        out.write(file.getValue().getBytes(UTF_8));
      }
    }
    Files.move(next, jar(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes the compressed bytes of the entry some that mean nothing. */
  @Override
  protected boolean spoil(String path) throws IOException {
    byte[] bytes = Files.readAllBytes(jar());
    String header = "agents/" + path; // the bytes follow the first mention of the name
    bytes[new String(bytes, ISO_8859_1).indexOf(header) + header.length()] = 7;
    Path next = Files.write(directory.resolve("next.jar"), bytes);
    Files.move(next, jar(), StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private Path jar() {
    return directory.resolve("agents.jar");
  }
}
