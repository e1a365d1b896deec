package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes how a task ended as a JSON object on one line. */
final class ResultJson {
  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";

  private ResultJson() {}

  static String of(TaskResult result) {
    return Json.object(json -> write(json, result, null));
  }

  /** Writes the result of a task that stood on this line of a file. */
  static String of(TaskResult result, long line) {
    return Json.object(json -> write(json, result, line));
  }

  /** Writes that a line of a file holds no task. */
  static String noTask(long line, String message) {
    return Json.object(
        json -> {
          begin(json, null, null, line);
          outcome(json, FAILURE, "INVALID_LINE", message, null);
          outlook(json, null);
          costs(json, Usage.NONE, Duration.ZERO, Duration.ZERO);
        });
  }

  private static void write(JsonWriter json, TaskResult result, @Nullable Long line)
      throws IOException {
    begin(json, result.task().id(), result.task().agent(), line);
    if (result instanceof TaskResult.Failure failure) {
      outcome(json, FAILURE, failure.code().name(), failure.message(), null);
      outlook(json, failure);
    } else {
      outcome(json, SUCCESS, null, null, result.text());
      outlook(json, null);
    }
    costs(json, result.usage(), result.elapsed(), result.queued());
  }

  private static void begin(
      JsonWriter json, @Nullable String id, @Nullable String agent, @Nullable Long line)
      throws IOException {
    json.name("id").value(id);
    json.name("agent").value(agent);
    if (line != null) {
      json.name("line").value(line);
    }
  }

  private static void outcome(
      JsonWriter json,
      String status,
      @Nullable String code,
      @Nullable String message,
      @Nullable String text)
      throws IOException {
    json.name("status").value(status);
    json.name("code").value(code);
    json.name("message").value(message);
    json.name("text").value(text);
  }

  private static void outlook(JsonWriter json, TaskResult.@Nullable Failure failure)
      throws IOException {
    json.name("retryable").value(failure != null && failure.retryable());
    List<String> causes = failure == null ? List.of() : Causes.of(failure);
    json.name("cause").value(causes.isEmpty() ? null : String.join("; ", causes));
  }

  private static void costs(JsonWriter json, Usage usage, Duration elapsed, Duration queued)
      throws IOException {
    json.name("usage").beginObject();
    json.name("input").value(usage.input());
    json.name("output").value(usage.output());
    json.name("cached").value(usage.cached());
    json.endObject();
    json.name("elapsedMillis").value(elapsed.toNanos() / 1_000_000.0);
    json.name("queuedMillis").value(queued.toNanos() / 1_000_000.0);
  }
}
