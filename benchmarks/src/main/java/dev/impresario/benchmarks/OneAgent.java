package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Scan;
import java.util.List;

/** A source of a single agent, which costs nothing to speak of. */
final class OneAgent implements AgentSource {
  static final String ID = "worker";

  @Override
  public String name() {
    return "one";
  }

  @Override
  public Scan scan() {
    return new Scan(List.of(new Definition()), List.of());
  }

  private static final class Definition implements AgentResource {
    @Override
    public String path() {
      return ID + ".md";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public byte[] read(int limit) {
      return "---\nname: %s\ndescription: Works\n---\nWork.\n".formatted(ID).getBytes(UTF_8);
    }
  }
}
