package dev.impresario.core.internal.dispatch;

import dev.impresario.AgentMetadata;
import dev.impresario.Budget;
import dev.impresario.Delegator;
import dev.impresario.Health.Part;
import dev.impresario.Health.Status;
import dev.impresario.Interceptor;
import dev.impresario.ModelCall;
import dev.impresario.ModelPolicy;
import dev.impresario.Registry;
import dev.impresario.Resources;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.Usage;
import dev.impresario.core.internal.calls.Meter;
import dev.impresario.core.internal.calls.ModelCalls;
import dev.impresario.core.internal.monitor.Measures;
import dev.impresario.core.internal.pool.AgentPools;
import dev.impresario.core.internal.resources.ParallelResources;
import dev.impresario.core.internal.slots.SlotQueue;
import dev.impresario.core.internal.slots.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks, has them done when it is their turn, and sees that each ends.
 *
 * <p>Safe for use by many threads.
 */
public final class Dispatcher {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);
  private static final int NEARLY_FULL_PERCENT = 90;

  private final Settings settings;
  private final Surroundings around;
  private final SlotQueue queue;
  private final Pipeline pipeline;
  private final TaskMeasures measures;
  private final Abandoned abandoned;
  private final Delegator host = new RunDelegator(this, null);
  private final Set<TaskRun> live = ConcurrentHashMap.newKeySet();
  private final Crew crew;
  private final Closing closing = new Closing(live);
  private final long origin;
  private final long ageing;

  /**
   * What a dispatcher works with.
   *
   * @param firstModel the model that the agent of an id calls first, or null
   * @param tasks runs tasks, if the host gives no executor
   * @param background runs what nobody's slot is for, on threads of the system
   */
  public record Surroundings(
      Registry registry,
      AgentPools pools,
      ModelCalls calls,
      Meter meter,
      Function<String, ModelPolicy> models,
      Function<String, @Nullable String> firstModel,
      Measures measures,
      Clock clock,
      Executor tasks,
      Executor background) {}

  /** Makes a dispatcher that has no task yet. */
  public Dispatcher(Settings settings, SlotQueue queue, Surroundings around) {
    this.settings = settings;
    this.around = around;
    this.queue = queue;
    crew = new Crew(work -> threads().execute(work));
    pipeline = pipeline();
    measures = new TaskMeasures(around.measures());
    abandoned = new Abandoned(settings.maximumAbandoned());
    origin = around.clock().nanos();
    ageing = Math.min(nanos(settings.ageing()), LONGEST.toNanos() / 16);
  }

  /**
   * A task's way, from its slot to its agent. It is measured where it begins and ends, so that
   * those that never get a slot count too.
   */
  private Pipeline pipeline() {
    var steps = new ArrayList<Step>();
    steps.add(new Admission(around.registry(), settings.tools(), settings.maximumDepth()));
    for (Interceptor interceptor : settings.interceptors()) {
      steps.add(new HostStep(interceptor));
    }
    if (settings.attempts() > 1) {
      steps.add(new Repetition(settings.attempts()));
    }
    steps.add(Limits::deadline);
    steps.add(Limits::budget);
    steps.add(new Execution(around.pools()));
    return new Pipeline(List.copyOf(steps));
  }

  /** Returns what hands over tasks for the host, or for the task whose agent calls it. */
  public Delegator host() {
    return host;
  }

  Delegator delegator(TaskRun parent) {
    return new RunDelegator(this, parent);
  }

  /**
   * Takes a task; whatever its data can cause is its result. An agent that is to be chosen is
   * chosen here, on the caller's thread, so that all that follows knows it.
   */
  TaskRun start(@Nullable TaskRun given, Task task, @Nullable Consumer<String> partial) {
    TaskRun parent = given != null ? given : currentRun();
    closing.requireOpen(parent != null);
    if (parent != null && parent.ended()) {
      throw new IllegalStateException("the task has ended, so it cannot delegate any more");
    }
    AgentChoice choice =
        AgentChoice.of(parent == null ? task : task.childOf(parent.task), around.registry());
    Task effective = choice.task();
    var emitter = partial == null ? Emitter.NONE : new Emitter(task.id(), partial);
    var run =
        new TaskRun(this, effective, parent, emitter, around.firstModel().apply(effective.agent()));
    live.add(run);
    boolean linedUp = false;
    try {
      if (parent != null) {
        parent.countWorkSoFar();
        parent.adopt(run);
      }
      if (choice.failure() != null) {
        run.end(choice.failure());
      } else {
        lineUp(run);
      }
      linedUp = true;
    } finally {
      if (!linedUp) {
        run.cancel("it could not be lined up");
      }
    }
    return run;
  }

  private void lineUp(TaskRun run) {
    if (!captureContext(run)) {
      return;
    }
    run.startTimer();
    if (!queue.submit(run.ticket())) {
      run.end(Failures.queueFull(run.task, queue.bound(run.parent != null)));
    } else if (run.ended()) {
      queue.finish(run.ticket()); // it ended before it was in the queue
    }
    if (closing.isOver()) {
      run.cancel(Closing.REASON);
    }
  }

  private boolean captureContext(TaskRun run) {
    Supplier<UnaryOperator<Runnable>> capture = settings.context();
    if (capture == null) {
      return true;
    }
    try {
      run.carry(capture.get());
      return true;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      run.end(Failures.threw(run.task, "the host's contextCapture", e));
      return false;
    }
  }

  /** Begins a task that has a slot now; false if it cannot be begun, and has ended. */
  boolean begin(TaskRun run) {
    if (Worker.adopt(run)) {
      return true;
    }
    if (settings.executor() != null && around.clock().isOwnThread()) {
      // the host's executor may run the work here, and then no task would be out of time any more
      around.background().execute(() -> beginElsewhere(run));
      return true;
    }
    Executor own = ownExecutor();
    return own == null ? crew.begin(run) : execute(own, run, run::refuse);
  }

  private void beginElsewhere(TaskRun run) {
    execute(Objects.requireNonNull(settings.executor()), run, run::end);
  }

  private boolean execute(Executor executor, TaskRun run, Consumer<TaskResult> refusal) {
    try {
      executor.execute(new Worker(crew, run));
      return true;
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      // OutOfMemoryError: no thread is to be had
      refusal.accept(Failures.refusedByExecutor(run.task, e));
      return false;
    }
  }

  /**
   * Returns what runs this task alone, or null if the crew does. While there are agents that cannot
   * be stopped, one that is on its way to the crew's runs may never arrive.
   */
  private @Nullable Executor ownExecutor() {
    Executor given = settings.executor();
    return given == null && abandoned.any() ? around.background() : given;
  }

  /**
   * Agents that cannot be stopped may hold all threads that carry virtual ones; then others get
   * threads of the system.
   */
  private Executor threads() {
    return abandoned.any() ? around.background() : around.tasks();
  }

  /** Has the task done on the calling thread. Throws nothing: a task that begins has a result. */
  TaskResult process(TaskRun run, @Nullable UnaryOperator<Runnable> hostContext) {
    if (hostContext == null) {
      return processed(run);
    }
    var once = new Once(() -> processed(run));
    try {
      hostContext.apply(once).run();
    } catch (Throwable e) { // whatever it is, the task must end
      LoggerFactory.getLogger("dev.impresario.delegation")
          .warn("the host's context failed around {}", Failures.name(run.task), e);
      return once.resultOr(Failures.threw(run.task, "the host's context", e));
    }
    return once.resultOr(
        Failures.gave(run.task, "the host's context", "did not run the work that it was given"));
  }

  private TaskResult processed(TaskRun run) {
    try {
      return pipeline.process(run);
    } catch (InterruptedException e) {
      return Failures.threw(run.task, Failures.agent(run.task), e);
    } catch (Throwable e) { // whatever it is, the task must end
      return Failures.threw(run.task, Failures.agent(run.task), e);
    }
  }

  // ---- waiting for results

  TaskResult await(TaskRun run) throws InterruptedException {
    return awaitAll(List.of(run)).get(0);
  }

  List<TaskResult> awaitAll(List<TaskRun> runs) throws InterruptedException {
    TaskRun current = currentRun();
    if (current != null) {
      requireNotAbove(runs, current);
      current.awaitAll(runs);
    }
    var results = new ArrayList<TaskResult>(runs.size());
    for (TaskRun run : runs) {
      results.add(run.awaitEnd());
    }
    return results;
  }

  private static void requireNotAbove(Collection<TaskRun> runs, TaskRun current) {
    if (runs.stream().anyMatch(current::isBelow)) {
      throw new IllegalStateException(
          "a task cannot wait for itself, or for one that waits for it");
    }
  }

  CompletionStage<TaskResult> resultOf(TaskRun run) {
    return new ResultFuture(run, around.background());
  }

  private @Nullable TaskRun currentRun() {
    TaskRun current = Worker.currentRun();
    return current != null && current.dispatcher == this ? current : null;
  }

  // ---- what a run asks for

  <T> T call(TaskRun run, String model, long estimatedTokens, ModelCall<T> call) throws Exception {
    run.countWorkSoFar();
    return around.calls().call(run, model, estimatedTokens, call);
  }

  <R extends AutoCloseable> Resources<R> acquireAll(
      TaskRun run, List<? extends Callable<? extends R>> openers) throws InterruptedException {
    return ParallelResources.open(
        openers, work -> around.background().execute(() -> Worker.actFor(crew, run, work)));
  }

  /** Charges what an agent says it used, unless its calls were charged already. */
  void charge(TaskRun run, AgentMetadata agent, Usage usage) {
    if (!run.meter().called()) {
      around.calls().charge(run.meter(), agent.id(), agent.model(), usage);
    }
  }

  Meter meter(TaskRun run) {
    TaskRun parent = run.parent;
    Budget own = run.task.budget();
    boolean unset = parent == null && own.equals(Budget.unlimited());
    return new Meter(
        run,
        parent == null ? around.meter() : parent.meter(),
        unset ? settings.taskBudget() : own,
        around.models());
  }

  /** Returns the nanoseconds from its submission to its deadline. */
  long timeLeft(Task task, @Nullable TaskRun parent, long now) {
    long own = nanos(task.timeout().orElse(settings.timeout()));
    return parent == null ? own : Math.min(own, parent.deadline() - now);
  }

  long rank(TaskRun run) {
    return run.treeSubmitted() - origin + run.task.priority() * ageing;
  }

  /** Beyond some 70 years, as long as can be. */
  private static long nanos(Duration duration) {
    return (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
  }

  long nanos() {
    return around.clock().nanos();
  }

  Runnable schedule(Runnable action, long afterNanos) {
    return around.clock().schedule(action, afterNanos);
  }

  SlotQueue queue() {
    return queue;
  }

  void finish(Ticket ticket) {
    queue.finish(ticket);
  }

  /** Takes what agents the task has out of their pools; returns what closes them. */
  Runnable takeAgents(TaskRun run) {
    return around.pools().abandon(run);
  }

  void recheckPools() {
    around.pools().recheck();
  }

  // ---- what a run tells

  void began(long queuedNanos) {
    measures.began(queuedNanos);
  }

  void ended(TaskRun run, TaskResult result) {
    measures.ended(run, result);
  }

  /** Returns whether its slot is to be given back although its thread is still at work. */
  boolean abandoned(TaskRun run, Thread thread) {
    return abandoned.add(run, thread);
  }

  void warnAbandoned(TaskRun run) {
    abandoned.warn(run);
  }

  void returned(TaskRun run) {
    TaskRun promoted = abandoned.remove(run);
    if (promoted != null) {
      queue.finish(promoted.ticket());
    }
  }

  /** Nothing of the task is left: neither a result to come nor a thread. */
  void gone(TaskRun run) {
    live.remove(run);
    if (run.parent != null) {
      run.parent.forget(run);
    }
    closing.gone();
  }

  /** Returns how things stand, part by part. */
  public List<Part> health() {
    int waiting = queue.waiting();
    boolean nearlyFull = waiting * 100L >= (long) settings.queueCapacity() * NEARLY_FULL_PERCENT;
    String reason =
        "%d of %d slots at work, %d of %,d places in the queue taken, %d begun tasks wait"
            .formatted(
                queue.working(),
                settings.concurrency(),
                waiting,
                settings.queueCapacity(),
                queue.parked());
    return List.of(
        new Part("tasks", nearlyFull ? Status.DEGRADED : Status.UP, reason),
        abandoned.health(settings.concurrency()));
  }

  /**
   * Checks that it is not an agent of this engine that would close it.
   *
   * @throws IllegalStateException if it is
   */
  public void requireHost() {
    if (currentRun() != null) {
      throw new IllegalStateException("an agent cannot close its engine, which waits for it");
    }
  }

  /**
   * Takes no more tasks, waits for those there are, cancels the rest shortly before the time is
   * over, and returns what is left then.
   */
  public List<String> close() {
    return closing.close(nanos(settings.closeTimeout()));
  }
}
