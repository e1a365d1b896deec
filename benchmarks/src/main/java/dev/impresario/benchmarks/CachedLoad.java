package dev.impresario.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impresario.AgentDefinition;
import dev.impresario.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A load of a prompt that is cached, and a look into a bare cache with the same settings. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // the harness fills the fields
public class CachedLoad {
  private static final long MAXIMUM_BYTES = 64L << 20;
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private PromptFolder prompts;
  private Registry registry;
  private String[] ids;
  private Path[] files;
  private final LongAdder evictions = new LongAdder();
  private final Cache<String, String> bare =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAXIMUM_BYTES)
          .weigher((String id, String prompt) -> 2 * prompt.length())
          .evictionListener((id, prompt, cause) -> evictions.increment())
          .build();

  /** For the harness. */
  public CachedLoad() {}

  /** Loads every prompt into both. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    prompts = new PromptFolder();
    registry = prompts.engine().registry();
    ids = prompts.ids().toArray(new String[0]);
    files = prompts.files().toArray(new Path[0]);
    for (String id : ids) {
      AgentDefinition loaded = registry.load(id);
      bare.put(loaded.id(), loaded.prompt()); // so both are asked with equal texts, not with these
    }
  }

  /** Frees all. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    prompts.close();
  }

  /** Each thread goes its own way through the ids. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;

    /** For the harness. */
    public Turn() {}

    int next() {
      next = (next + 7) % PromptFolder.AGENTS;
      return next;
    }
  }

  /** Loads the next agent. */
  @Benchmark
  public AgentDefinition ours(Turn turn) {
    return registry.load(ids[turn.next()]);
  }

  /** Looks the next prompt up. */
  @Benchmark
  public @Nullable String bare(Turn turn) {
    return bare.getIfPresent(ids[turn.next()]);
  }

  /** Does for the next agent all that there is to do without any cache. */
  @Benchmark
  public Object uncached(Turn turn) throws IOException, NoSuchAlgorithmException {
    String text = PromptFolder.read(files[turn.next()]);
    String frontMatter = text.substring("---\n".length(), text.indexOf("\n---\n") + 1);
    return new Load(SETTINGS).loadFromString(frontMatter);
  }
}
