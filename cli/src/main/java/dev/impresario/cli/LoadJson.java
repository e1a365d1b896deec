package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.util.Map;

/** Writes how a load was carried as a JSON object on one line. */
final class LoadJson {
  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private LoadJson() {}

  static String of(LoadReport report) {
    return Json.object(json -> write(json, report));
  }

  private static void write(JsonWriter json, LoadReport report) throws IOException {
    LoadArguments asked = report.asked();
    json.name("agents");
    Json.texts(json, asked.agents());
    json.name("rate").value(asked.rate().perSecond());
    json.name("durationMillis").value(asked.duration().toNanos() / NANOS_PER_MILLI);
    json.name("concurrency").value(report.concurrency());
    json.name("queue").value(asked.queue());
    json.name("tasks").value(asked.tasks());
    json.name("sent").value(report.sent());
    json.name("replied").value(report.replied());
    json.name("failed").value(report.failed());
    json.name("refused").value(report.refused());
    json.name("unfinished").value(report.unfinished());
    json.name("measuredMillis").value(report.nanos() / NANOS_PER_MILLI);
    json.name("throughput").value(report.throughput());
    json.name("lateMillis").value(report.latest() / NANOS_PER_MILLI);
    times(json, "waitMillis", report.waits());
    times(json, "workMillis", report.works());
    times(json, "totalMillis", report.totals());
    json.name("failures").beginObject();
    for (Map.Entry<TaskResult.Code, Integer> failure : report.failures().entrySet()) {
      json.name(failure.getKey().name()).value(failure.getValue());
    }
    json.endObject();
  }

  private static void times(JsonWriter json, String name, Percentiles times) throws IOException {
    json.name(name);
    if (times.count() == 0) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("p50").value(times.p50() / NANOS_PER_MILLI);
    json.name("p95").value(times.p95() / NANOS_PER_MILLI);
    json.name("p99").value(times.p99() / NANOS_PER_MILLI);
    json.name("max").value(times.most() / NANOS_PER_MILLI);
    json.endObject();
  }
}
