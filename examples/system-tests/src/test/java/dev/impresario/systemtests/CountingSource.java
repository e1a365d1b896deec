package dev.impresario.systemtests;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another source, which counts how many of its files are read. */
record CountingSource(AgentSource source, AtomicInteger reads) implements AgentSource {

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Scan scan() throws IOException {
    Scan scan = source.scan();
    return new Scan(
        scan.resources().stream()
            .<AgentResource>map(resource -> new CountingResource(resource, reads))
            .toList(),
        scan.diagnostics());
  }

  private record CountingResource(AgentResource resource, AtomicInteger reads)
      implements AgentResource {

    @Override
    public String path() {
      return resource.path();
    }

    @Override
    public String revision() {
      return resource.revision();
    }

    @Override
    public @Nullable Instant lastChanged() throws IOException {
      return resource.lastChanged();
    }

    @Override
    public byte[] read(int limit) throws IOException {
      reads.incrementAndGet();
      return resource.read(limit);
    }
  }
}
