package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a prompt of 8 kB costs: from each cache, and as a file that is read and checked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // the harness fills the fields
public class CacheCosts {
  private static final int PROMPTS = 1_000;
  private static final int LENGTH = 8_192;

  @Param({
    "inmemory:eviction=adaptive",
    "inmemory:eviction=lru",
    "ehcache:",
    "ehcache:heap=100,offheap=64",
    "ehcache:heap=100,disk=64"
  })
  private String backend;

  private Path directory;
  private Path file;
  private String prompt;
  private Cache<String, String> cache;
  private final String[] keys = new String[PROMPTS];
  private int next;

  /** For the harness. */
  public CacheCosts() {}

  /** Fills the cache. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = Files.createTempDirectory("impresario-benchmark");
    prompt = "x".repeat(LENGTH);
    file = Files.writeString(directory.resolve("prompt.md"), prompt);
    String id = backend.substring(0, backend.indexOf(':'));
    CacheProvider provider = Providers.cache(id);
    cache =
        provider.create(
            CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 2L * PROMPTS),
            Options.of(provider, options()));
    for (int i = 0; i < PROMPTS; i++) {
      keys[i] = "agent-" + i;
      cache.put(keys[i], prompt);
    }
  }

  private Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    String text = backend.substring(backend.indexOf(':') + 1);
    Stream.of(text.split(",", -1))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("=", 2))
        .forEach(option -> options.put(option[0], option[1]));
    if (options.containsKey("disk")) {
      options.put("directory", directory.resolve("store").toString());
    }
    return options;
  }

  /** Frees all. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    cache.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(CacheCosts::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds one of a thousand prompts. */
  @Benchmark
  public @Nullable String get() {
    return cache.get(key());
  }

  /** Stores one in place of another. */
  @Benchmark
  public void put() {
    cache.put(key(), prompt);
  }

  /** Reads a file, which the system has in its cache, as a load without a prompt cache does. */
  @Benchmark
  public String read() throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    return hash.length > 0 ? new String(bytes, UTF_8) : "";
  }

  private String key() {
    next = (next + 7) % PROMPTS;
    return keys[next];
  }
}
