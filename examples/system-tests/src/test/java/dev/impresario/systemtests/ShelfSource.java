package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Offers {@code agent-0}, {@code agent-1} and so on, and counts how often they are read. */
final class ShelfSource implements AgentSource {

  /** Called before each read; may throw, wait, or say by null that nothing comes. */
  interface ReadHook {
    byte @Nullable [] read(String id, byte[] content) throws IOException;
  }

  final AtomicInteger reads = new AtomicInteger();
  volatile ReadHook hook = (id, content) -> content;
  private final int agents;

  ShelfSource(int agents) {
    this.agents = agents;
  }

  static String id(int i) {
    return "agent-" + i;
  }

  static String prompt(String id) {
    return "You are " + id + ".\n";
  }

  @Override
  public String name() {
    return "shelf";
  }

  @Override
  public Scan scan() {
    List<AgentResource> resources =
        IntStream.range(0, agents).<AgentResource>mapToObj(i -> new Book(id(i))).toList();
    return new Scan(resources, List.of());
  }

  private final class Book implements AgentResource {
    private final String id;

    Book(String id) {
      this.id = id;
    }

    @Override
    public String path() {
      return id + ".md";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    @SuppressWarnings("NullAway") // as a careless plugin would
    public byte[] read(int limit) throws IOException {
      reads.incrementAndGet();
      String text = "---\nname: %s\ndescription: One of many\n---\n%s".formatted(id, prompt(id));
      return hook.read(id, text.getBytes(UTF_8));
    }
  }
}
