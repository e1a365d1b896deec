package com.acme.agents;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.nio.file.Path;
import java.util.List;

// tag::provider[]
/** Offers the agents of a properties file, which option {@code file} names. */
public final class PropertiesSourceProvider implements AgentSourceProvider {
  private static final OptionSpec FILE =
      OptionSpec.of("file", OptionSpec.Type.PATH, "the properties file that holds the agents");

  /** For the service loader; does no work. */
  public PropertiesSourceProvider() {}

  @Override
  public String id() {
    return "properties"; // what users call it: .source("properties", scope, Map.of("file", ...))
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(FILE);
  }

  @Override
  public AgentSource create(Options options) { // names and types have been checked
    Path file = options.path("file"); // has no default, so it is needed
    if (file.toString().isEmpty()) {
      throw new ConfigurationException("source 'properties': option 'file' is empty; name a file");
    }
    return new PropertiesSource(file); // looks at nothing yet
  }
}
// end::provider[]
