package dev.impresario.core.internal.monitor;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What Java Flight Recorder is told of:
 *
 * <pre>{@code
 * PoolWaitEvent event = FlightEvents.poolWait();   // null unless somebody records such events
 * ...
 * FlightEvents.end(event, agent, version, "SUCCESS");
 * }</pre>
 *
 * <p>An event may begin on one thread and end on another; one that is never ended is not recorded.
 * While nobody records, nothing is allocated, no clock is read, and no class of an event is loaded:
 * the first of them would cost 110 ms at the start of a process. An event holds ids, codes and
 * numbers, never a prompt, an input or a message. Safe for use by many threads.
 */
public final class FlightEvents {
  private static final boolean THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightEvents() {}

  /** Begins a scan of all sources. */
  public static @Nullable DiscoveryEvent discovery() {
    return isOn() ? DiscoveryEvent.begun() : null;
  }

  /** Ends a scan; the outcome is {@code SUCCESS} or a code of why not. */
  public static void end(
      @Nullable DiscoveryEvent event, int sources, int agents, int findings, String outcome) {
    if (event != null) {
      event.sources = sources;
      event.agents = agents;
      event.findings = findings;
      event.outcome = outcome;
      event.commit();
    }
  }

  /** Begins to load an agent whose prompt is not cached. */
  public static @Nullable LoadEvent load() {
    return isOn() ? LoadEvent.begun() : null;
  }

  /** Ends the load of an agent; the outcome is {@code SUCCESS} or a code of why not. */
  public static void end(
      @Nullable LoadEvent event, String agent, @Nullable String version, String outcome) {
    if (event != null) {
      event.commit(agent, version, outcome);
    }
  }

  /** Begins to read a prompt into the cache. */
  public static @Nullable CacheLoadEvent cacheLoad() {
    return isOn() ? CacheLoadEvent.begun() : null;
  }

  /** Ends the reading of a prompt; the outcome is {@code SUCCESS} or a code of why not. */
  public static void end(
      @Nullable CacheLoadEvent event, String agent, @Nullable String version, String outcome) {
    if (event != null) {
      event.commit(agent, version, outcome);
    }
  }

  /** Begins a delegation, when its task is submitted. */
  public static @Nullable DelegationEvent delegation() {
    return isOn() ? DelegationEvent.begun() : null;
  }

  /**
   * Ends a delegation.
   *
   * @param task the task's id
   * @param version the agent's version, if its definition was found
   * @param outcome {@code SUCCESS}, or the failure's code
   * @param queuedNanos how long it waited before it ran
   */
  public static void end(
      @Nullable DelegationEvent event,
      String task,
      String agent,
      @Nullable String version,
      String outcome,
      long queuedNanos) {
    if (event != null) {
      event.task = task;
      event.queued = queuedNanos;
      event.commit(agent, version, outcome);
    }
  }

  /** Begins to wait for an agent of a pool. */
  public static @Nullable PoolWaitEvent poolWait() {
    return isOn() ? PoolWaitEvent.begun() : null;
  }

  /** Ends the wait for an agent; the outcome is {@code SUCCESS} or a code of why not. */
  public static void end(
      @Nullable PoolWaitEvent event, String agent, @Nullable String version, String outcome) {
    if (event != null) {
      event.commit(agent, version, outcome);
    }
  }

  /** A run-time image may lack the recorder, or nobody may have started it yet. */
  private static boolean isOn() {
    return THERE && FlightRecorder.isInitialized();
  }
}
