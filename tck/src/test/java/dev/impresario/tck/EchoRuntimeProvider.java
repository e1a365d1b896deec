package dev.impresario.tck;

import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;
import java.util.function.Supplier;

/** Makes runtimes whose model answers with what it was sent. */
public final class EchoRuntimeProvider implements AgentRuntimeProvider {
  private final Supplier<AgentRuntime> maker;

  /** Creates one whose runtimes keep all rules. */
  public EchoRuntimeProvider() {
    this(EchoRuntime::new);
  }

  EchoRuntimeProvider(Supplier<AgentRuntime> maker) {
    this.maker = maker;
  }

  @Override
  public String id() {
    return "echo";
  }

  @Override
  public AgentRuntime create(Options options) {
    return maker.get();
  }
}
