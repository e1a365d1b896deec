package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentDefinition;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Failure;
import dev.impresario.TaskResult.Success;
import dev.impresario.ToolGrant;
import dev.impresario.core.internal.calls.Caller;
import dev.impresario.core.internal.calls.Meter;
import dev.impresario.core.internal.monitor.DelegationEvent;
import dev.impresario.core.internal.monitor.FlightEvents;
import dev.impresario.core.internal.pool.Borrower;
import dev.impresario.core.internal.slots.Ticket;
import dev.impresario.core.internal.slots.Wait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One task from its submission to its end.
 *
 * <p>Two things end by themselves: the result, which may come at any time from any thread (reply,
 * cancel, timeout), and the work, which its thread alone can end. The first result counts. If it
 * comes while the thread is at work, the thread is interrupted; if the work goes on all the same
 * for a second, the run is abandoned: slot and agent are taken from it, and only the thread is
 * left.
 *
 * <p>Safe for use by many threads; {@code synchronized} sections are a few instructions each.
 */
final class TaskRun implements Ticket.Holder, Borrower, Caller {
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final long NEVER = Long.MIN_VALUE;
  final Dispatcher dispatcher;
  final Task task;
  final @Nullable TaskRun parent;
  final RunContext context;
  private final Ticket ticket;
  private final Meter meter;
  private final long submitted;
  private final long deadline;
  private final CompletableFuture<TaskResult> outcome = new CompletableFuture<>();
  private final @Nullable DelegationEvent event = FlightEvents.delegation();

  private volatile @Nullable Set<TaskRun> children;
  private volatile Collection<TaskRun> awaited = Set.of();
  private volatile Runnable timer = TaskRun::nothing;
  private volatile @Nullable UnaryOperator<Runnable> hostContext;
  private volatile @Nullable AgentDefinition definition;
  private volatile ToolGrant grant;
  private volatile long began = NEVER;

  // written under this
  private volatile boolean decided;
  private volatile long emitted;

  // guarded by this
  private @Nullable Thread thread;
  private boolean abandoned;
  private Runnable closing = TaskRun::nothing;

  // used by the run's thread alone
  private long workingSince;

  TaskRun(
      Dispatcher dispatcher,
      Task task,
      @Nullable TaskRun parent,
      Emitter emitter,
      @Nullable String model) {
    this.dispatcher = dispatcher;
    this.task = task;
    this.parent = parent;
    submitted = dispatcher.nanos();
    deadline = submitted + dispatcher.timeLeft(task, parent, submitted);
    meter = dispatcher.meter(this);
    grant = parent == null ? ToolGrant.inherit() : parent.grant();
    ticket = new Ticket(this, dispatcher.rank(this), parent != null, task.agent(), model);
    context = new RunContext(this, emitter);
  }

  /** Returns when its tree was submitted: children keep their root's place in the line. */
  long treeSubmitted() {
    return parent == null ? submitted : parent.treeSubmitted();
  }

  Ticket ticket() {
    return ticket;
  }

  /** Takes the submitter's context along to the worker. */
  void carry(UnaryOperator<Runnable> context) {
    hostContext = context;
  }

  /** Records how it ended, for who records that. */
  void record(TaskResult result) {
    AgentDefinition found = definition;
    FlightEvents.end(
        event,
        task.id(),
        task.agent(),
        found == null ? null : found.metadata().version(),
        result instanceof Failure failure ? failure.code().name() : "SUCCESS",
        result.queued().toNanos());
  }

  void startTimer() {
    timer = dispatcher.schedule(this::timeOut, deadline - submitted);
    if (ended()) {
      timer.run();
    }
  }

  // ---- the result

  CompletableFuture<TaskResult> outcome() {
    return outcome;
  }

  boolean ended() {
    return decided;
  }

  private void timeOut() {
    var allowed = Duration.ofNanos(deadline - submitted);
    end(Failures.timedOut(task, allowed, began != NEVER));
  }

  boolean cancel(String by) {
    return end(Failures.cancelled(task, by));
  }

  /** Ends the task with this result, unless it has ended; from any thread. */
  boolean end(TaskResult result) {
    return end(result, true);
  }

  /** Ends a task that cannot begin; the queue, which has just told it to, takes its ticket out. */
  void refuse(TaskResult result) {
    end(result, false);
  }

  private boolean end(TaskResult result, boolean leaveQueue) {
    if (!decide()) {
      return false;
    }
    TaskResult stamped = stamped(result);
    dispatcher.ended(this, stamped); // who has the result finds it measured
    timer.run();
    boolean working = interruptWork();
    if (!working) {
      dispatcher.gone(this);
    }
    outcome.complete(stamped);
    if (leaveQueue && !ticket.finished()) {
      leaveQueue(working);
    }
    cancelChildren();
    if (working) {
      dispatcher.schedule(this::abandon, PATIENCE);
    }
    return true;
  }

  /** Returns whether nobody has before. */
  private synchronized boolean decide() {
    boolean first = !decided;
    decided = true;
    return first;
  }

  /** Times and usage are ours to say, whoever made the result. */
  private TaskResult stamped(TaskResult result) {
    var elapsed = Duration.ofNanos(dispatcher.nanos() - submitted);
    Duration queued = began == NEVER ? elapsed : Duration.ofNanos(began - submitted);
    if (result instanceof Failure failure) {
      return new Failure(
          task,
          failure.code(),
          failure.message(),
          failure.retryable(),
          failure.cause(),
          meter.usage(),
          elapsed,
          queued);
    }
    return new Success(task, result.text(), meter.usage(), elapsed, queued);
  }

  private void cancelChildren() {
    Set<TaskRun> all = children;
    if (all != null) {
      all.forEach(child -> child.cancel("the task that delegated it has ended"));
    }
  }

  /** Tells the thread at work to stop; returns whether there is one. */
  private synchronized boolean interruptWork() {
    if (thread == null) {
      return false;
    }
    thread.interrupt();
    return true;
  }

  /** Who works keeps the slot until it has stopped. */
  private void leaveQueue(boolean working) {
    if (working) {
      dispatcher.queue().finishUnlessHeld(ticket);
    } else {
      dispatcher.finish(ticket);
    }
  }

  // ---- the work

  @Override
  public boolean granted() {
    Thread waiting;
    synchronized (this) {
      waiting = thread;
    }
    if (waiting != null) {
      LockSupport.unpark(waiting);
      return true;
    }
    return dispatcher.begin(this);
  }

  /** Does the work, on the calling thread. */
  void work(Worker worker) {
    if (!enter()) {
      return;
    }
    TaskResult result = dispatcher.process(this, hostContext);
    try {
      leave(worker);
    } finally {
      end(result);
      dispatcher.gone(this);
    }
  }

  private boolean enter() {
    synchronized (this) {
      if (ended()) {
        return false; // its place is free already
      }
      thread = Thread.currentThread();
    }
    began = dispatcher.nanos();
    workingSince = began;
    dispatcher.began(began - submitted);
    return true;
  }

  private void leave(Worker worker) {
    boolean late;
    synchronized (this) {
      thread = null;
      late = abandoned;
    }
    // an interrupt that was meant for this task says nothing to the next
    Thread.interrupted();
    countWork();
    try {
      if (late) {
        closing.run();
      }
    } finally {
      if (late) {
        dispatcher.returned(this);
      }
      worker.adoptDuring(() -> dispatcher.finish(ticket));
    }
  }

  /** Takes everything from a thread that ignores its interrupt; on the clock's thread. */
  private void abandon() {
    boolean slotBack;
    synchronized (this) {
      if (thread == null) {
        return;
      }
      abandoned = true;
      closing = dispatcher.takeAgents(this);
      thread.interrupt(); // some swallow the first
      slotBack = dispatcher.abandoned(this, thread);
    }
    meter.abandon();
    if (slotBack) {
      dispatcher.finish(ticket);
    }
    dispatcher.warnAbandoned(this);
  }

  // ---- what the steps find out

  void admit(AgentDefinition found, ToolGrant granted) {
    definition = found;
    grant = granted;
  }

  @Nullable AgentDefinition definition() {
    return definition;
  }

  ToolGrant grant() {
    return grant;
  }

  // ---- children

  /** Adds a child, which ends with this task. */
  void adopt(TaskRun child) {
    Set<TaskRun> all = children;
    if (all == null) {
      synchronized (this) {
        all = children;
        if (all == null) {
          all = ConcurrentHashMap.newKeySet();
          children = all;
        }
      }
    }
    all.add(child);
    if (ended()) {
      child.cancel("the task that delegated it has ended");
    }
  }

  void forget(TaskRun child) {
    Set<TaskRun> all = children;
    if (all != null) {
      all.remove(child);
    }
  }

  boolean isBelow(TaskRun other) {
    for (TaskRun above = this; above != null; above = above.parent) {
      if (above == other) {
        return true;
      }
    }
    return false;
  }

  /** Waits on this run's thread for others to end, with the slot given back. */
  void awaitAll(Collection<TaskRun> others) throws InterruptedException {
    if (others.stream().allMatch(TaskRun::ended)) {
      return;
    }
    this.<Boolean>pause(
        () -> {
          awaited = others;
          try {
            requireNoRing(others);
            dispatcher.recheckPools();
            for (TaskRun other : others) {
              other.awaitEnd();
            }
            return true;
          } finally {
            awaited = Set.of();
          }
        });
  }

  /** Both of two that close a ring see it: each says what it awaits before it looks. */
  private void requireNoRing(Collection<TaskRun> others) {
    var seen = new HashSet<TaskRun>();
    var next = new ArrayDeque<TaskRun>(others);
    while (!next.isEmpty()) {
      TaskRun run = next.remove();
      if (run == this) {
        throw new IllegalStateException(
            "a task cannot wait for itself, or for one that waits for it");
      }
      if (!run.ended() && seen.add(run)) {
        next.addAll(run.awaited());
      }
    }
  }

  /** Waits on a thread that works on no task. */
  TaskResult awaitEnd() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is completed with values only
    }
  }

  // ---- slot, borrower, caller

  @Override
  public <T> T pause(Wait<T> wait) throws InterruptedException {
    if (!isOwnThread() || !dispatcher.queue().pause(ticket)) {
      return wait.await();
    }
    countWork();
    try {
      return wait.await();
    } finally {
      resume();
    }
  }

  @Override
  public void use(String model) throws InterruptedException {
    if (isOwnThread() && !dispatcher.queue().use(ticket, model)) {
      countWork();
      resume();
    }
  }

  private void resume() throws InterruptedException {
    boolean interrupted = false;
    dispatcher.queue().rejoin(ticket);
    if (ended()) {
      dispatcher.finish(ticket); // it ended before it was paused, so nobody else will
    }
    while (ticket.waiting()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    workingSince = dispatcher.nanos();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!ticket.held()) {
      throw new InterruptedException("the task has ended");
    }
  }

  /** Charges what has been worked so far, if it is this run's thread that asks. */
  void countWorkSoFar() {
    if (isOwnThread() && ticket.held()) {
      countWork();
    }
  }

  /** Charges the time since the last count; the run's thread alone. */
  private void countWork() {
    long now = dispatcher.nanos();
    meter.worked(now - workingSince);
    workingSince = now;
  }

  private synchronized boolean isOwnThread() {
    return thread == Thread.currentThread();
  }

  @Override
  public long rank() {
    return ticket.rank();
  }

  @Override
  public Collection<TaskRun> awaited() {
    return awaited;
  }

  @Override
  public String agent() {
    return task.agent();
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public long emitted() {
    return emitted;
  }

  private static void nothing() {}

  synchronized void countEmitted() {
    emitted++;
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - dispatcher.nanos()));
  }

  long deadline() {
    return deadline;
  }

  /** Shows what messages call the task. */
  @Override
  public String toString() {
    return Failures.name(task);
  }
}
