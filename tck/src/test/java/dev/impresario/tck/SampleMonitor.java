package dev.impresario.tck;

import dev.impresario.Alert;
import dev.impresario.Measurement;
import dev.impresario.Monitor;
import dev.impresario.PerformanceBudget;
import dev.impresario.SafeText;
import dev.impresario.Subscription;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A monitor that keeps all rules, in parts that a subclass can get wrong. */
class SampleMonitor implements Monitor {
  final Map<String, SampleOperation> operations = new ConcurrentHashMap<>();

  @Override
  public Operation operation(String name, String... tags) {
    if (name.isBlank() || tags.length % 2 != 0) {
      throw new IllegalArgumentException("no name, or no value");
    }
    synchronized (this) {
      return named(text(name, tags));
    }
  }

  Operation named(String text) {
    String kept = operations.containsKey(text) || operations.size() < 1_000 ? text : "other";
    return operations.computeIfAbsent(kept, key -> new SampleOperation(this));
  }

  String text(String name, String... tags) {
    var text = new StringBuilder(escaped(name));
    for (int i = 0; i < tags.length; i += 2) {
      text.append(i == 0 ? "{" : ",").append(escaped(tags[i])).append('=');
      text.append(escaped(tags[i + 1])).append(i + 2 == tags.length ? "}" : "");
    }
    return text.toString();
  }

  String escaped(String text) {
    return SafeText.escape(text.replaceAll("[\\\\{},=]", "\\\\$0"));
  }

  void record(SampleOperation operation, long nanos, boolean success) {
    operation.keep(Math.max(0, nanos), success);
  }

  /** Returns the times that percentiles are taken of, sorted. */
  List<Duration> ranked(List<Long> times, List<Duration> sorted) {
    return sorted;
  }

  Timer timer(SampleOperation operation) {
    return new SampleTimer(operation);
  }

  @Override
  public <T> CompletionStage<T> trackAsync(String operation, Supplier<CompletionStage<T>> work) {
    Operation measured = operation(operation);
    try {
      return ended(measured, work.get());
    } catch (RuntimeException e) {
      measured.record(1, false);
      throw e;
    }
  }

  <T> CompletionStage<T> ended(Operation measured, CompletionStage<T> stage) {
    return stage.whenComplete((value, failure) -> measured.record(1, failure == null));
  }

  @Override
  public Map<String, Measurement> snapshot() {
    return Collections.unmodifiableMap(measurements());
  }

  Map<String, Measurement> measurements() {
    var measurements = new TreeMap<String, Measurement>();
    operations.forEach((text, operation) -> measurements.put(text, measured(operation)));
    return measurements;
  }

  Measurement measured(SampleOperation operation) {
    return operation.measurement();
  }

  @Override
  public Report report() {
    return new SampleReport(snapshot());
  }

  @Override
  public Subscription watch(PerformanceBudget budget, Consumer<Alert> listener) {
    return () -> {};
  }

  /** Measures with the clock of the system. */
  static class SampleTimer implements Timer {
    final SampleOperation operation;
    final long start = System.nanoTime();
    boolean success = true;
    boolean closed;

    SampleTimer(SampleOperation operation) {
      this.operation = operation;
    }

    @Override
    public void failed() {
      success = false;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        operation.record(System.nanoTime() - start, success);
      }
    }
  }

  /** Shows the counts. */
  static class SampleReport implements Report {
    final Map<String, Measurement> measurements;

    SampleReport(Map<String, Measurement> measurements) {
      this.measurements = measurements;
    }

    @Override
    public String text() {
      return lines(name -> name, "%s %d%n");
    }

    @Override
    public String json() {
      String members = lines(this::inJson, ", \"%s\": {\"count\": %d}");
      return "{" + members.substring(Math.min(members.length(), 2)) + "}";
    }

    String inJson(String name) {
      return name.replaceAll("[\\\\\"]", "\\\\$0");
    }

    @Override
    public String markdown() {
      return "| operation | count |%n|---|---|%n".formatted()
          + lines(this::inMarkdown, "| %s | %d |%n");
    }

    String inMarkdown(String name) {
      return name.replaceAll("[\\\\|]", "\\\\$0");
    }

    private String lines(UnaryOperator<String> shown, String format) {
      var lines = new StringBuilder();
      measurements.forEach(
          (name, measured) -> lines.append(line(shown.apply(name), measured, format)));
      return lines.toString();
    }

    private static String line(String name, Measurement measured, String format) {
      return format.replace("%s", name).replace("%d", "" + measured.count()).replace("%n", "\n");
    }
  }
}
