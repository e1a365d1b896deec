package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Engine;
import dev.impresario.Registry;
import dev.impresario.Resolution;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.core.Impresario;
import dev.impresario.source.filesystem.FilesystemSourceProvider;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Options;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine with an index shows what one without shows, and reads less. */
@Timeout(120)
class MetadataIndexTest {
  private static final String[] USUAL = {"claude", "copilot"};
  private static final String[] ALL = {"claude", "copilot", "skill", "plain"};
  private static final Trust LITTLE =
      Trust.full().withoutAuthority().withTools(ToolGrant.of(List.of("Read", "Grep")));

  @TempDir Path directory;

  /** What an engine shows. */
  private record View(
      List<AgentMetadata> agents, List<Diagnostic> diagnostics, List<Resolution> explanations) {

    static View of(Registry registry) {
      List<AgentMetadata> agents = registry.list();
      return new View(
          agents,
          registry.diagnostics(),
          agents.stream().map(agent -> registry.explain(agent.id())).toList());
    }
  }

  private View view(@Nullable Path index, AgentSource source, Trust trust, String... formats)
      throws IOException {
    Path user = Files.createDirectories(directory.resolve("user"));
    Impresario.Builder builder =
        Impresario.builder()
            .watch(false)
            .formats(formats)
            .source(Scope.PROJECT, source, trust)
            .source("filesystem", Scope.USER, Map.of("directory", user.toString()));
    if (index != null) {
      builder.index(index);
    }
    try (Engine engine = builder.build()) {
      return View.of(engine.registry());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void generatedFolders_areTheSameWithAnIndex(int seed) throws IOException {
    var files = new Generated(new Random(seed), Files.createDirectory(directory.resolve("p")));
    var others = new Generated(new Random(seed), Files.createDirectory(directory.resolve("user")));
    Path index = directory.resolve("index");
    var source = new CountingSource(files.root);
    files.make(120);
    others.make(20); // of the same ids

    for (int round = 0; round < 3; round++) {
      source.awaitRest();
      assertSame(index, source, Trust.full(), USUAL);
      int trouble = source.reads.getAndSet(0);
      assertSame(index, source, Trust.full(), USUAL);
      assertThat(source.reads.get()).as("all but what was changed").isLessThan(10);
      assertThat(trouble).as("what was changed").isPositive();
      assertSame(index, source, LITTLE, USUAL);
      assertSame(index, source, Trust.full().withProtectedIds(), USUAL);
      assertSame(index, source, Trust.full(), ALL);
      assertSame(index, source, LITTLE, ALL);
      assertSame(index, source, Trust.full(), USUAL);
      files.change(15);
      assertSame(index, source, Trust.full(), USUAL);
    }
  }

  /** Counts the reads of the engine with the index alone. */
  private void assertSame(Path index, CountingSource source, Trust trust, String... formats)
      throws IOException {
    View with = view(index, source, trust, formats);
    int reads = source.reads.get();
    assertThat(with).isEqualTo(view(null, source, trust, formats));
    source.reads.set(reads);
  }

  /** The clock of a file system may tick too slowly to tell such files apart. */
  @Test
  void filesRewrittenAtOnce_areNeverShownStale() throws IOException {
    Path agents = Files.createDirectory(directory.resolve("agents"));
    var source = new CountingSource(agents);
    for (int i = 10; i < 60; i++) {
      String text = "---\nname: qa\ndescription: number %d\n---\nTest.\n".formatted(i);
      Files.writeString(agents.resolve("qa.md"), text);

      View view = view(directory.resolve("index"), source, Trust.full(), USUAL);

      assertThat(view.agents().get(0).description()).isEqualTo("number " + i);
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
  void corpus_isTheSameWithAnIndex_andNotReadTwice() throws IOException {
    Path corpus = Path.of(String.valueOf(System.getenv("IMPRESARIO_CORPUS")));
    for (String[] formats : List.of(USUAL, ALL)) {
      Path index = directory.resolve("index" + formats.length);
      var source = new CountingSource(corpus);
      View without = view(null, source, LITTLE, formats);
      assertThat(without.agents()).hasSizeGreaterThan(100);

      assertThat(view(index, source, LITTLE, formats)).isEqualTo(without);
      source.reads.set(0);
      assertThat(view(index, source, LITTLE, formats)).isEqualTo(without);

      assertThat(source.reads).hasValue(0);
    }
  }

  @Test
  void documentedUse_readsOnlyWhatChanged() throws IOException {
    Path agents = Files.createDirectory(directory.resolve("agents"));
    Path cache = directory;
    // tag::index[]
    Impresario.Builder builder =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", agents.toString()))
            .index(cache.resolve("agents.index"));
    // end::index[]

    try (Engine engine = builder.build()) {
      assertThat(engine.registry().list()).isEmpty();
    }
  }

  /** Files of all kinds, good and bad, which change in all ways. */
  private static final class Generated {
    private static final List<String> ENDS =
        List.of(".md", ".md", ".md", ".agent.md", "/SKILL.md", "/README.md");
    private static final List<String> FIELDS =
        List.of(
            "tools: Read, Grep",
            "tools: [Read, 'Bash(git:*)']",
            "tools: []",
            "tools: {a: b}",
            "disallowedTools: Bash",
            "model: sonnet",
            "type: checker",
            "tags: [code, review, tests]",
            "hooks: {PreToolUse: [{command: run}]}",
            "permissionMode: bypass",
            "mcpServers: [one]",
            "color: \"\\ud83d\\ude00 and \\u00e9\"",
            "odd: \"half \\ud83d\"",
            "nested: {a: {b: [1, two, {c: d}]}}",
            "broken: [",
            "name: twice",
            "description: it: says");
    private static final List<String> BODIES =
        List.of("Do it.\n", "Do\u200B it.\n", "# Read me\n", "\r\nDo it\r\n", "", "\u202Eti oD\n");

    private final Random random;
    private final Path root;
    private int number;

    Generated(Random random, Path root) {
      this.random = random;
      this.root = root;
    }

    void make(int files) throws IOException {
      for (int i = 0; i < files; i++) {
        String folder = random.nextBoolean() ? "" : "team-" + random.nextInt(4) + "/";
        Path file = root.resolve(folder + "agent-" + number++ + any(ENDS));
        Files.createDirectories(file.getParent());
        Files.write(file, content());
      }
    }

    void change(int files) throws IOException {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(root)) {
        all = walk.filter(Files::isRegularFile).sorted().toList();
      }
      for (int i = 0; i < files; i++) {
        Path file = any(all);
        if (Files.exists(file)) {
          change(file);
        }
      }
      make(files);
    }

    private void change(Path file) throws IOException {
      switch (random.nextInt(4)) {
        case 0 -> Files.delete(file);
        case 1 -> Files.move(file, file.resolveSibling("moved-" + number++ + ".md"));
        case 2 -> Files.write(file, Files.readAllBytes(file)); // only touched
        default -> Files.write(file, content());
      }
    }

    private byte[] content() {
      int kind = random.nextInt(12);
      if (kind == 0) {
        return new byte[] {'-', '-', '-', '\n', (byte) 0xC3, (byte) 0x28};
      }
      if (kind == 1) {
        return any(BODIES).getBytes(UTF_8);
      }
      var text = new StringBuilder("---\nname: agent-" + random.nextInt(150) + "\n");
      text.append("description: does what number ").append(number).append(" does\n");
      for (int i = random.nextInt(5); i > 0; i--) {
        text.append(any(FIELDS)).append('\n');
      }
      return text.append(kind == 2 ? "" : "---\n" + any(BODIES)).toString().getBytes(UTF_8);
    }

    private <T> T any(List<T> some) {
      return some.get(random.nextInt(some.size()));
    }
  }

  /** A directory whose reads are counted. */
  private static final class CountingSource implements AgentSource {
    private final AtomicInteger reads = new AtomicInteger();
    private final AgentSource directory;

    CountingSource(Path root) {
      var provider = new FilesystemSourceProvider();
      directory = provider.create(Options.of(provider, Map.of("directory", root.toString())));
    }

    /** Waits until no file has changed a moment ago, by the file system's own clock. */
    void awaitRest() throws IOException {
      while (!directory.scan().resources().stream().allMatch(AgentResource::hasLastingRevision)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }

    @Override
    public String name() {
      return directory.name();
    }

    @Override
    public Scan scan() throws IOException {
      Scan scan = directory.scan();
      return new Scan(
          scan.resources().stream().<AgentResource>map(Counted::new).toList(), scan.diagnostics());
    }

    private final class Counted implements AgentResource {
      private final AgentResource file;

      Counted(AgentResource file) {
        this.file = file;
      }

      @Override
      public String path() {
        return file.path();
      }

      @Override
      public String revision() {
        return file.revision();
      }

      @Override
      public boolean hasLastingRevision() {
        return file.hasLastingRevision();
      }

      @Override
      public @Nullable Instant lastChanged() throws IOException {
        return file.lastChanged();
      }

      @Override
      public byte[] read(int limit) throws IOException {
        reads.incrementAndGet();
        return file.read(limit);
      }
    }
  }
}
