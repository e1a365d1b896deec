package com.acme.agents;

import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.tck.AgentSourceContract;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;

// tag::contract[]
class PropertiesSourceTest extends AgentSourceContract {
  @TempDir private Path directory;

  @Override
  protected AgentSourceProvider provider() {
    return new PropertiesSourceProvider();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("file", file().toString());
  }

  @Override
  protected void store(Map<String, String> files) throws IOException {
    var properties = new Properties();
    properties.putAll(files);
    try (Writer writer = Files.newBufferedWriter(file())) {
      properties.store(writer, null);
    }
  }

  private Path file() {
    return directory.resolve("agents.properties");
  }
}
// end::contract[]
