package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Alert;
import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.Scope;
import dev.impresario.Subscription;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import dev.impresario.spi.MonitorProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which monitor an engine measures with, and who closes it. */
@Timeout(60)
class MonitorChoiceTest {
  @TempDir private Path directory;

  @Test
  void withoutAnother_theEngineMeasuresItself() throws Exception {
    try (Engine engine = builder().build()) {
      engine.delegate(Task.of("qa", "Test it"));

      assertThat(engine.monitor().snapshot()).containsKey("delegation{agent=qa}");
    }
  }

  @Test
  void installedMonitor_comesBeforeTheBuiltIn_andIsClosedByTheEngine() throws Exception {
    try (URLClassLoader loader = monitors(Metrics.class)) {
      Metrics.MADE.clear();
      Engine engine = builder().classLoader(loader).build();
      engine.delegate(Task.of("qa", "Test it"));
      Recording made = Metrics.MADE.element();

      assertThat(engine.monitor()).isSameAs(made);
      assertThat(made.recorded).contains("delegation", "delegation[agent, qa]", "queue");
      assertThat(made.closed).hasValue(0);
      engine.close();
      assertThat(made.closed).hasValue(1);
    }
  }

  @Test
  void namedMonitor_getsItsOptions_andIsChecked() throws Exception {
    try (URLClassLoader loader = monitors(Metrics.class)) {
      Metrics.MADE.clear();
      builder().classLoader(loader).monitor("metrics", Map.of("prefix", "acme")).build().close();
      assertThat(Metrics.MADE.element().prefix).isEqualTo("acme");

      assertThatThrownBy(
              () -> builder().classLoader(loader).monitor("metrics", Map.of("x", "1")).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("monitor 'metrics' has no option 'x'; it has [prefix]");
      assertThatThrownBy(() -> builder().classLoader(loader).monitor("statsd", Map.of()).build())
          .hasMessage("no monitor provider 'statsd'; found [local, metrics]");
    }
  }

  @Test
  void builtInMonitor_canBeNamed() throws Exception {
    try (URLClassLoader loader = monitors(Metrics.class);
        Engine engine = builder().classLoader(loader).monitor("local", Map.of()).build()) {
      assertThat(engine.monitor()).isNotInstanceOf(Recording.class);
    }
  }

  @Test
  void hitRate_isThatOfTheEnginesPrompts() throws Exception {
    try (Engine engine = builder().monitor("local", Map.of()).build()) {
      var budget = PerformanceBudget.promptHitRate(0.5);

      engine.monitor().watch(budget, alert -> {}).close();
    }
  }

  @Test
  void tie_isAnErrorThatSaysWhatToWrite_andLeavesNothingOpen() throws Exception {
    try (URLClassLoader loader = monitors(Metrics.class, Rival.class)) {
      assertThatThrownBy(() -> builder().classLoader(loader).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "monitor providers [metrics, rival] have the same priority; name one, for example"
                  + " .monitor(\"metrics\", Map.of())");
    }
  }

  @Test
  void passedMonitor_isUsedWithoutLookingForOthers_andStaysTheCallers() throws Exception {
    var mine = new Recording("mine");
    try (URLClassLoader loader = monitors(Metrics.class, Rival.class)) {
      try (Engine engine = builder().classLoader(loader).monitor(mine).build()) {
        engine.delegate(Task.of("qa", "Test it"));

        assertThat(engine.monitor()).isSameAs(mine);
      }
      assertThat(mine.recorded).contains("delegation");
      assertThat(mine.closed).hasValue(0);
    }
  }

  private URLClassLoader monitors(Class<?>... types) throws Exception {
    String[] names = List.of(types).stream().map(Class::getName).toArray(String[]::new);
    return Planted.loader(directory.resolve("classes"), MonitorProvider.class, names);
  }

  private Impresario.Builder builder() throws Exception {
    Path agents = Files.createDirectories(directory.resolve("agents"));
    Files.writeString(agents.resolve("qa.md"), "---\nname: qa\ndescription: d\n---\nTest it.");
    return Impresario.builder()
        .closeTimeout(Duration.ofSeconds(1))
        .source("filesystem", Scope.PROJECT, Map.of("directory", agents.toString()));
  }

  /** Makes monitors that keep what they are told. */
  public static class Metrics implements MonitorProvider {
    static final Queue<Recording> MADE = new ConcurrentLinkedQueue<>();

    /** For the service loader. */
    public Metrics() {}

    @Override
    public String id() {
      return "metrics";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.of("prefix", OptionSpec.Type.TEXT, "what names begin with").withDefault(""));
    }

    @Override
    public Monitor create(Options options) {
      var made = new Recording(options.text("prefix"));
      MADE.add(made);
      return made;
    }
  }

  /** Offers itself as strongly. */
  public static final class Rival extends Metrics {
    /** For the service loader. */
    public Rival() {}

    @Override
    public String id() {
      return "rival";
    }
  }

  static final class Recording implements Monitor {
    final String prefix;
    final Queue<String> recorded = new ConcurrentLinkedQueue<>();
    final AtomicInteger closed = new AtomicInteger();

    Recording(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Operation operation(String name, String... tags) {
      return new Operation() {
        @Override
        public void record(long nanos, boolean success) {
          recorded.add(name + (tags.length == 0 ? "" : List.of(tags)));
        }

        @Override
        public Timer start() {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Measurement> snapshot() {
      return Map.of();
    }

    @Override
    public Report report() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
