package dev.impresario.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All questions how cost grows. */
final class Scales {
  private Scales() {}

  static List<Scale> all() {
    return List.of(agents(), threads(), queued(), slots(), room());
  }

  private static Scale agents() {
    return new Scale(
        "agents",
        "finding agents of 1 kB each",
        "agents",
        AgentScaling.class,
        List.of(
            Curve.ofAll(AgentScaling.FIRST),
            Curve.ofAll(AgentScaling.AGAIN),
            Curve.ofCall(AgentScaling.FIND)),
        List.of(100, 1_000, 10_000, 100_000),
        List.of(100, 1_000, 10_000),
        Processes.FLAGS);
  }

  private static Scale threads() {
    return new Scale(
        "threads",
        "threads that use one engine at once",
        "threads",
        ThreadScaling.class,
        List.of(Curve.ofRate(ThreadScaling.LOADS), Curve.ofRate(ThreadScaling.DELEGATIONS)),
        List.of(1, 2, 4, 8, 16),
        List.of(1, 4, 16),
        Processes.FLAGS);
  }

  private static Scale queued() {
    return new Scale(
        "queued",
        "tasks in the queue, submitted while all slots are taken and then worked off",
        "tasks",
        QueueScaling.class,
        List.of(Curve.ofAll(QueueScaling.SUBMIT), Curve.ofAll(QueueScaling.DRAIN)),
        List.of(1_000, 10_000, 100_000, 1_000_000),
        List.of(1_000, 10_000, 100_000),
        Stream.of("-Xms4g", "-Xmx4g", "-XX:+UseSerialGC").toList());
  }

  private static Scale slots() {
    return new Scale(
        "slots",
        "tasks that wait 20 ms for a model, by the engine's concurrency",
        "slots",
        SlotScaling.class,
        List.of(Curve.ofRate(SlotScaling.TASKS)),
        List.of(1, 4, 16, 64, 256),
        List.of(1, 16, 256),
        Processes.FLAGS);
  }

  private static Scale room() {
    return new Scale(
        "room",
        "hits of a cache with room for some of 10,000 prompts (Zipf 0.99, 12 % scans)",
        "room for prompts",
        RoomScaling.class,
        List.of(
            Curve.ofPercent("inmemory, adaptive"),
            Curve.ofPercent("inmemory, lru"),
            Curve.ofPercent("best possible")),
        List.of(100, 200, 500, 1_000, 2_000, 5_000),
        List.of(100, 1_000),
        Processes.FLAGS);
  }
}
