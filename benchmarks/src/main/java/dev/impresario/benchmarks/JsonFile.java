package dev.impresario.benchmarks;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes all that was measured, each sample of it, for programs. */
final class JsonFile {
  private final JsonWriter json;

  private JsonFile(JsonWriter json) {
    this.json = json;
  }

  /** Checks that it can be written, so that nothing is measured in vain; leaves an old one. */
  static void check(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is no ordinary file");
    }
    Files.writeString(beside(file), "");
    Files.delete(beside(file));
  }

  /** Replaces an old one only when all is written. */
  static void write(Path file, Machine machine, boolean quick, List<Outcome> outcomes)
      throws IOException {
    try (var json = new JsonWriter(Files.newBufferedWriter(beside(file)))) {
      json.setIndent("  ");
      new JsonFile(json).all(machine, quick, outcomes);
    }
    Files.move(beside(file), behindLinks(file), REPLACE_EXISTING, ATOMIC_MOVE);
  }

  private static Path beside(Path file) throws IOException {
    Path real = behindLinks(file);
    return real.resolveSibling(real.getFileName() + ".new");
  }

  private static Path behindLinks(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file;
  }

  private void all(Machine machine, boolean quick, List<Outcome> outcomes) throws IOException {
    json.beginObject();
    json.name("cpu").value(machine.cpu());
    json.name("cores").value(machine.cores());
    json.name("system").value(machine.system());
    json.name("jdk").value(machine.jdk());
    json.name("commit").value(machine.commit());
    json.name("quick").value(quick);
    json.name("rows").beginArray();
    for (Outcome outcome : outcomes) {
      row(outcome);
    }
    json.endArray().endObject();
  }

  private void row(Outcome outcome) throws IOException {
    json.beginObject();
    json.name("name").value(outcome.row().name());
    json.name("work").value(outcome.row().work());
    json.name("baseline").value(outcome.row().baseline());
    json.name("failure").value(outcome.failure() == null ? null : outcome.cause());
    json.name("figures").beginArray();
    for (Figure figure : outcome.figures()) {
      figure(figure);
    }
    json.endArray().endObject();
  }

  private void figure(Figure figure) throws IOException {
    Interval median = Interval.ofMedian(figure.judged());
    json.beginObject();
    json.name("what").value(figure.what());
    json.name("unit").value(word(figure.unit()));
    json.name("ours").jsonValue(array(figure.ours()));
    json.name("baseline").jsonValue(array(figure.baseline()));
    json.name("judged").value(figure.judged().median());
    json.name("judgedLow").value(median.low());
    json.name("judgedHigh").value(median.high());
    if (!figure.target().isNone()) {
      json.name(figure.target().atMost() ? "atMost" : "atLeast").value(figure.target().limit());
    }
    json.name("verdict").value(word(figure.verdict()));
    json.endObject();
  }

  private static String array(Samples samples) {
    return samples.values().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
