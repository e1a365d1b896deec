package dev.impresario.core.internal.pool;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one version of a definition, and the line of those who wait for one. Nobody is
 * in line while an instance is idle or there is room for another: whatever frees one also serves.
 *
 * <p>Only counts and decides; what has to be done is given to the pools, which do it later. Used
 * under the lock of the pools.
 */
final class Pool {
  /** A start ahead that takes this long hangs: it has to leave its place to who needs it. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

  /** An agent that nobody uses, and since when. */
  private record Idle(Agent agent, long since) {}

  final AgentDefinition definition;

  /** The places of agents that are lent or being started. */
  final Set<Loan> loans = new HashSet<>();

  final TreeSet<Waiter> line = new TreeSet<>();

  private final AgentPools pools;
  private final AgentPolicy policy;
  private final long idleNanos;
  private final Deque<Idle> idle = new ArrayDeque<>(); // the one used last comes first
  private final Set<Loan> queued = new HashSet<>(); // to be started ahead, but not begun
  private final Map<Loan, Long> ahead = new LinkedHashMap<>(); // of the loans, and since when
  private final Set<Loan> overtaken = new HashSet<>(); // started ahead, but without a place by now
  private boolean kept; // whether the minimum is kept, which begins with the first use
  private boolean retired;
  private boolean alarmed;
  private boolean watching; // whether an alarm tells when a start ahead has taken too long
  private boolean failing;
  private long failedAt; // when a start ahead failed; valid while failing

  Pool(AgentPools pools, AgentDefinition definition, AgentPolicy policy) {
    this.pools = pools;
    this.definition = definition;
    this.policy = policy;
    this.idleNanos = nanos(policy.idleTime());
  }

  String id() {
    return definition.id();
  }

  String version() {
    return definition.metadata().version();
  }

  int maximum() {
    return policy.maximumInstances();
  }

  boolean keepsSome() {
    return policy.minimumIdle() > 0;
  }

  int idleCount() {
    return idle.size();
  }

  boolean isEmpty() {
    return size() == 0 && line.isEmpty() && overtaken.isEmpty();
  }

  private int size() {
    return idle.size() + loans.size() + queued.size();
  }

  /** Lends an idle agent or a place to start one on; null if there is neither. */
  @Nullable Loan take(Borrower borrower) {
    Idle latest = idle.pollFirst();
    if (latest == null && !makeRoom()) {
      return null;
    }
    var loan = new Loan(pools, this, borrower, latest == null ? null : latest.agent());
    loans.add(loan);
    fill();
    return loan;
  }

  /** Ends a loan; the agent, unless null, may be lent again. */
  void release(Loan loan, @Nullable Agent agent) {
    loans.remove(loan);
    if (agent != null) {
      idle.addFirst(new Idle(agent, pools.now()));
    }
    settle();
  }

  /** Keeps the minimum from now on. */
  void keep() {
    kept = true;
    fill();
  }

  /** Takes a place to start an agent on ahead, here and now; null if enough are there. */
  @Nullable Loan takeAhead() {
    boolean enough = idle.size() + ahead.size() >= policy.minimumIdle() && size() > 0;
    if (retired || enough || !(unqueue() || hasRoom())) {
      return null;
    }
    return beginAhead(new Loan(pools, this, null, null));
  }

  /** Begins what was queued; false if its place went to somebody else. */
  boolean beginQueued(Loan loan) {
    if (!queued.remove(loan)) {
      return false;
    }
    beginAhead(loan);
    return true;
  }

  private Loan beginAhead(Loan loan) {
    ahead.put(loan, pools.now());
    loans.add(loan);
    return loan;
  }

  /** Ends a start ahead, which failed if there is no agent. */
  void releaseAhead(Loan loan, @Nullable Agent agent) {
    failed(agent == null);
    if (!overtaken.remove(loan)) {
      ahead.remove(loan);
      release(loan, agent);
      return;
    }
    if (agent != null) {
      pools.closeLater(agent, id()); // its place is another's by now
    }
    settle();
  }

  /** Ends a start ahead that could not even begin. */
  void releaseQueued(Loan loan) {
    if (queued.remove(loan)) {
      failed(true);
      settle();
    }
  }

  private void failed(boolean now) {
    failing = now;
    failedAt = now ? pools.now() : 0;
  }

  /** Keeps none idle from now on. */
  void retire() {
    retired = true;
    queued.clear();
    settle();
  }

  void revive() {
    retired = false;
  }

  /** Whether a start ahead takes too long. */
  boolean hangs() {
    return !overtaken.isEmpty() || ahead.values().stream().anyMatch(since -> patience(since) <= 0);
  }

  /** Sees to it that who is in line is served when a start ahead has taken too long. */
  void watch() {
    if (watching || line.isEmpty() || ahead.isEmpty()) {
      return;
    }
    watching = true;
    long oldest = ahead.values().iterator().next();
    pools.alarmLater(this, Duration.ofNanos(patience(oldest)), this::look);
  }

  private void look() {
    watching = false;
    settle();
    watch();
  }

  private long patience(long since) {
    return PATIENCE.toNanos() - (pools.now() - since);
  }

  private void alarm() {
    alarmed = false;
    settle();
  }

  /** Restores what holds at rest: who can be served is, and those idle are as many as allowed. */
  private void settle() {
    serve();
    fill();
    expire();
  }

  private void serve() {
    while (!line.isEmpty()) {
      Waiter first = line.first();
      Loan loan = take(first.borrower);
      if (loan == null) {
        return;
      }
      pools.lines().leave(first);
      first.lend(loan);
    }
  }

  private void fill() {
    while (kept && !retired && tooFewIdle() && hasRoom() && line.isEmpty() && !pausing()) {
      var loan = new Loan(pools, this, null, null);
      queued.add(loan);
      pools.startLater(loan);
    }
  }

  private boolean tooFewIdle() {
    return idle.size() + ahead.size() + queued.size() < policy.minimumIdle();
  }

  /** Whether a start ahead hangs, or has failed so lately that another is no use. */
  private boolean pausing() {
    return !overtaken.isEmpty() || (failing && pools.now() - failedAt < RETRY_NANOS);
  }

  private void expire() {
    int allowed = retired ? 0 : policy.minimumIdle();
    while (idle.size() > allowed && (retired || remaining(idle.getLast()) <= 0)) {
      pools.closeLater(idle.removeLast().agent(), id());
    }
    if (idle.size() > allowed && !alarmed && idleNanos < Long.MAX_VALUE) {
      alarmed = true;
      pools.alarmLater(this, Duration.ofNanos(remaining(idle.getLast())), this::alarm);
    }
  }

  private long remaining(Idle oldest) {
    return idleNanos - (pools.now() - oldest.since());
  }

  private boolean hasRoom() {
    return size() < policy.maximumInstances();
  }

  /** An agent that somebody waits for comes before one that is started ahead. */
  private boolean makeRoom() {
    return hasRoom() || unqueue() || overtake();
  }

  private boolean overtake() {
    Iterator<Map.Entry<Loan, Long>> oldest = ahead.entrySet().iterator();
    if (!oldest.hasNext()) {
      return false;
    }
    Map.Entry<Loan, Long> start = oldest.next();
    if (patience(start.getValue()) > 0) {
      return false;
    }
    overtaken.add(start.getKey());
    loans.remove(start.getKey());
    oldest.remove();
    pools.tellOvertaken(id());
    return true;
  }

  private boolean unqueue() {
    Iterator<Loan> any = queued.iterator();
    if (!any.hasNext()) {
      return false;
    }
    any.next();
    any.remove();
    return true;
  }

  static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // centuries: never
    }
  }
}
