package dev.impresario.core.internal.pool;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.AgentPolicy;
import dev.impresario.Health;
import dev.impresario.SafeText;
import dev.impresario.TaskResult.Code;
import dev.impresario.core.internal.monitor.FlightEvents;
import dev.impresario.core.internal.monitor.PoolWaitEvent;
import dev.impresario.core.internal.pool.Loan.State;
import dev.impresario.spi.AgentRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All pools of an engine: one for each agent id and version of its definition, for as long as it
 * has an instance or a line. Safe for use by many threads.
 *
 * <p>One lock guards all pools, since who waits for whom is a question about all of them. Under it
 * we count and decide. Agents are started, reset and closed outside: a step that calls for any of
 * these leaves an errand, which its thread runs once the lock is free.
 */
public final class AgentPools {

  /** Of a version that is not the latest one asked for. */
  private record Key(String id, String version) {
    static Key of(Pool pool) {
      return new Key(pool.id(), pool.version());
    }
  }

  private final AgentRuntime runtime;
  private final Function<String, AgentPolicy> policies;
  private final Executor executor;
  private final LongSupplier ticker;
  private final Alarm alarm;
  private final ObjLongConsumer<String> waited;
  private final Predicate<AgentMetadata> offered;

  private final ReentrantLock lock = new ReentrantLock();
  // all guarded by lock:
  private final Map<String, Pool> latest = new HashMap<>();
  private final Map<Key, Pool> retired = new HashMap<>();
  private final Lines lines = new Lines();
  private List<Runnable> errands = new ArrayList<>();
  private final Set<Closing> closings = ConcurrentHashMap.newKeySet(); // not ended; not guarded
  private long arrivals;
  private boolean closed;

  /**
   * Makes pools, which start agents with this runtime.
   *
   * @param policies the policy of each agent id; must be quick
   * @param executor where agents are started ahead and closed when their time is up
   * @param ticker nanoseconds from any beginning
   * @param alarm wakes the pools when an idle agent's time is up, or a start ahead takes too long
   * @param waited told the agent id and the nanoseconds whenever a borrower had to wait
   * @param offered whether the registry offers just this now; asked under the lock, so it must be
   *     quick and wait for nobody
   */
  public AgentPools(
      AgentRuntime runtime,
      Function<String, AgentPolicy> policies,
      Executor executor,
      LongSupplier ticker,
      Alarm alarm,
      ObjLongConsumer<String> waited,
      Predicate<AgentMetadata> offered) {
    this.runtime = runtime;
    this.policies = policies;
    this.executor = executor;
    this.ticker = ticker;
    this.alarm = alarm;
    this.waited = waited;
    this.offered = offered;
  }

  /**
   * Lends an agent of this definition, and starts one if none is idle and there may be more. Who
   * asks for another version than those before retires theirs: idle agents of it are closed, lent
   * ones when they come back; who waits for one still gets one. A version that is not offered any
   * more, which a late borrower may still ask for, retires none: what is started of it is closed
   * when it comes back.
   *
   * @throws InterruptedException if the thread is interrupted; the borrower has left the line
   * @throws NoAgentException if it cannot be started, or every instance is lent to tasks that wait,
   *     in the end, for this one
   * @throws IllegalStateException if the engine is closed
   */
  public Lease borrow(AgentDefinition definition, Borrower borrower)
      throws InterruptedException, NoAgentException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Loan loan = place(definition, borrower);
    return loan.agentIfStarted() == null ? start(loan, definition) : loan;
  }

  /** Looks again whether tasks wait for each other; called when one begins to wait for others. */
  public void recheck() {
    lock.lock();
    try {
      if (lines.size() > 0) {
        untie();
      }
    } finally {
      unlock();
    }
  }

  /**
   * Starts agents ahead on this thread, as many as the policy says, at least one.
   *
   * @throws NoAgentException if one cannot be started
   * @throws IllegalStateException if the engine is closed
   */
  public void warm(AgentDefinition definition) throws InterruptedException, NoAgentException {
    Loan place = placeAhead(definition);
    while (place != null) {
      startIdle(place);
      place = placeAhead(definition);
    }
  }

  /**
   * Closes the agent's idle instances, and lent ones when they come back, unless they are of what
   * is offered now: its definition has changed or gone. Who waits for one still gets one.
   */
  public void retire(String id) {
    lock.lock();
    try {
      Pool pool = latest.get(id);
      if (pool != null && !offered.test(pool.definition.metadata())) {
        latest.remove(id);
        retire(pool);
      }
    } finally {
      unlock();
    }
  }

  /**
   * Takes whatever this borrower holds or is starting out of the pools for good: its thread does
   * not end when it should. What it does later with its lease has no effect.
   *
   * @return closes the agent it used; run it when the thread has ended
   */
  public Runnable abandon(Borrower borrower) {
    var found = new ArrayList<Runnable>();
    for (Loan loan : loansOf(borrower)) {
      found.add(discard(loan));
    }
    return () -> found.forEach(Runnable::run);
  }

  /**
   * Returns how many instances are idle, starting and lent, and how many tasks wait for one.
   * Degraded while a start ahead takes longer than 30 s.
   */
  public Health.Part health() {
    int idle = 0;
    int starting = 0;
    int lent = 0;
    var hanging = new TreeSet<String>();
    lock.lock();
    try {
      for (Pool pool : all()) {
        idle += pool.idleCount();
        int begun = (int) pool.loans.stream().filter(Loan::starting).count();
        starting += begun;
        lent += pool.loans.size() - begun;
        if (pool.hangs()) {
          hanging.add(pool.id());
        }
      }
      return new Health.Part(
          "agents",
          hanging.isEmpty() ? Health.Status.UP : Health.Status.DEGRADED,
          "%d idle, %d starting, %d lent, %d waiting%s"
              .formatted(idle, starting, lent, lines.size(), hangs(hanging)));
    } finally {
      unlock();
    }
  }

  private static String hangs(Set<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    String some =
        ids.stream()
            .limit(10)
            .map(id -> "'" + SafeText.escape(id) + "'")
            .collect(Collectors.joining(", "));
    String which = ids.size() == 1 ? "agent " + some : "%d agents (%s)".formatted(ids.size(), some);
    return "; the start of %s ahead takes longer than %d s"
        .formatted(which, Pool.PATIENCE.toSeconds());
  }

  /**
   * Closes idle agents now, on threads of the executor, and lent ones when they come back; lends no
   * more and sends away who waits, before it closes any. A thread that is interrupted while it
   * waits here waits no longer, and is left interrupted.
   *
   * @param timeout how long to wait for agents whose closing has begun, now or earlier
   * @return the sorted ids of those that have not ended by then, one for each instance
   */
  public List<String> close(Duration timeout) {
    lock.lock();
    try {
      for (Pool pool : all()) {
        List.copyOf(pool.line).forEach(this::dismiss);
        pool.retire();
        forgetIfEmpty(pool);
      }
      closed = true; // from now on who brings one back closes it
    } finally {
      unlock();
    }
    awaitClosings(Pool.nanos(timeout));
    return closings.stream().map(closing -> closing.id).sorted().toList();
  }

  private void awaitClosings(long nanos) {
    boolean interrupted = Thread.interrupted(); // before; the agents get their time all the same
    try {
      CompletableFuture.allOf(
              closings.stream().map(closing -> closing.ended).toArray(CompletableFuture<?>[]::new))
          .get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (TimeoutException | ExecutionException e) {
      // those that are left are named; they never fail
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // --- borrowing ---

  private Loan place(AgentDefinition definition, Borrower borrower)
      throws InterruptedException, NoAgentException {
    Waiter waiter;
    lock.lock();
    try {
      Pool pool = pool(definition);
      Loan loan = pool.take(borrower);
      if (loan != null) {
        return loan;
      }
      waiter = new Waiter(pool, borrower, arrivals++);
      lines.join(waiter);
      pool.watch();
      if (lines.mayBeTied(pool)) {
        untie();
      }
    } finally {
      unlock();
    }
    return await(waiter);
  }

  private Loan await(Waiter waiter) throws InterruptedException, NoAgentException {
    long begin = ticker.getAsLong();
    PoolWaitEvent event = FlightEvents.poolWait();
    boolean answered = false;
    try {
      answered = waiter.borrower.pause(waiter);
    } finally {
      if (!answered) {
        withdraw(waiter);
      }
      Foreign.tell(waited, waiter.pool.id(), ticker.getAsLong() - begin);
      FlightEvents.end(event, waiter.pool.id(), waiter.pool.version(), outcome(answered, waiter));
    }
    Loan loan = waiter.loan();
    NoAgentException refusal = waiter.refusal();
    if (refusal != null) {
      throw refusal;
    }
    if (loan == null) {
      throw closedException();
    }
    return loan;
  }

  private static String outcome(boolean answered, Waiter waiter) {
    NoAgentException refusal = waiter.refusal();
    if (refusal != null) {
      return refusal.code().name();
    }
    return answered && waiter.loan() != null ? "SUCCESS" : Code.CANCELLED.name();
  }

  /** Leaves the line; what was lent at the same instant goes to the next, or back. */
  private void withdraw(Waiter waiter) {
    lock.lock();
    try {
      lines.leave(waiter);
      Loan loan = waiter.loan();
      if (loan != null && loan.end() != State.ENDED) {
        loan.pool.release(loan, loan.agentIfStarted());
      }
      forgetIfEmpty(waiter.pool);
    } finally {
      unlock();
    }
  }

  private Loan start(Loan loan, AgentDefinition definition)
      throws InterruptedException, NoAgentException {
    @Nullable Agent agent = null;
    try {
      agent = Foreign.start(runtime, definition);
    } finally {
      if (agent == null && loan.end() != State.ENDED) {
        release(loan, null);
      }
    }
    if (!loan.started(agent)) {
      Foreign.close(agent, definition.id());
      throw new InterruptedException("the task was abandoned while its agent started");
    }
    if (loan.pool.keepsSome()) {
      keep(loan.pool);
    }
    return loan;
  }

  private void keep(Pool pool) {
    lock.lock();
    try {
      pool.keep();
    } finally {
      unlock();
    }
  }

  // --- returning ---

  void giveBack(Loan loan) {
    if (!loan.beginReset()) {
      return;
    }
    Agent agent = loan.agent();
    boolean clean = false;
    try {
      clean = Foreign.reset(agent, loan.pool.id());
    } finally {
      if (loan.end() != State.ENDED) {
        release(loan, clean ? agent : null);
        if (!clean) {
          Foreign.close(agent, loan.pool.id());
        }
      }
    }
  }

  Runnable discard(Loan loan) {
    State stood = loan.end();
    if (stood == State.ENDED) {
      return () -> {};
    }
    release(loan, null);
    if (stood == State.STARTING) {
      return () -> {}; // who starts it closes it
    }
    Agent agent = loan.agent();
    return () -> Foreign.close(agent, loan.pool.id());
  }

  private void release(Loan loan, @Nullable Agent agent) {
    lock.lock();
    try {
      loan.pool.release(loan, agent);
      forgetIfEmpty(loan.pool);
    } finally {
      unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very task
  private List<Loan> loansOf(Borrower borrower) {
    var found = new ArrayList<Loan>();
    lock.lock();
    try {
      for (Pool pool : all()) {
        pool.loans.stream().filter(loan -> loan.borrower == borrower).forEach(found::add);
      }
    } finally {
      unlock();
    }
    return found;
  }

  // --- starting ahead ---

  private @Nullable Loan placeAhead(AgentDefinition definition) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    lock.lock();
    try {
      Pool pool = pool(definition);
      Loan place = pool.takeAhead();
      if (place == null) {
        pool.keep();
        forgetIfEmpty(pool); // as it is if this version is offered no more
      }
      return place;
    } finally {
      unlock();
    }
  }

  private void startQueued(Loan loan) {
    try {
      if (beginQueued(loan)) {
        startIdle(loan);
      }
    } catch (InterruptedException e) {
      Foreign.notStartedAhead(loan.pool.id(), e);
      Thread.currentThread().interrupt();
    } catch (NoAgentException e) {
      Foreign.notStartedAhead(loan.pool.id(), e);
    }
  }

  private boolean beginQueued(Loan loan) {
    lock.lock();
    try {
      return loan.pool.beginQueued(loan);
    } finally {
      unlock();
    }
  }

  private void startIdle(Loan loan) throws InterruptedException, NoAgentException {
    @Nullable Agent agent = null;
    try {
      agent = Foreign.start(runtime, loan.pool.definition);
    } finally {
      lock.lock();
      try {
        loan.end();
        loan.pool.releaseAhead(loan, agent);
        forgetIfEmpty(loan.pool);
      } finally {
        unlock();
      }
    }
  }

  private void rejected(Loan loan, Throwable e) {
    lock.lock();
    try {
      loan.pool.releaseQueued(loan);
      forgetIfEmpty(loan.pool);
    } finally {
      unlock();
    }
    Foreign.notStartedAhead(loan.pool.id(), e);
  }

  // --- what pools ask for, under the lock ---

  Lines lines() {
    return lines;
  }

  long now() {
    return ticker.getAsLong();
  }

  void startLater(Loan loan) {
    errands.add(() -> execute(() -> startQueued(loan), e -> rejected(loan, e)));
  }

  void closeLater(Agent agent, String id) {
    var closing = new Closing(agent, id);
    closings.add(closing);
    // once closed, the executor may take no more
    errands.add(closed ? closing : () -> execute(closing, e -> closing.run()));
  }

  void tellOvertaken(String id) {
    errands.add(() -> Foreign.overtaken(id));
  }

  /** An agent that nobody will use again, until it has ended. */
  private final class Closing implements Runnable {
    private final Agent agent;
    private final String id;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    Closing(Agent agent, String id) {
      this.agent = agent;
      this.id = id;
    }

    @Override
    public void run() {
      try {
        Foreign.close(agent, id);
      } finally {
        closings.remove(this);
        ended.complete(null);
      }
    }
  }

  /** Errands must not throw: a lease may be on its way. */
  private void execute(Runnable work, Consumer<Throwable> otherwise) {
    try {
      executor.execute(work);
    } catch (RuntimeException | Error e) { // no thread to be had is an Error
      otherwise.accept(e);
    }
  }

  /** Has the pool do something later, under the lock. */
  void alarmLater(Pool pool, Duration delay, Runnable work) {
    errands.add(() -> alarm.after(delay, () -> alarm(pool, work)));
  }

  private void alarm(Pool pool, Runnable work) {
    lock.lock();
    try {
      work.run();
      forgetIfEmpty(pool);
    } finally {
      unlock();
    }
  }

  // --- under the lock ---

  private Pool pool(AgentDefinition definition) {
    if (closed) {
      throw closedException();
    }
    String id = definition.id();
    String version = definition.metadata().version();
    Pool pool = latest.get(id);
    if (pool != null && pool.version().equals(version)) {
      return pool;
    }
    var key = new Key(id, version);
    return offered.test(definition.metadata())
        ? replace(pool, definition, key)
        : retired.computeIfAbsent(key, late -> retiredPool(definition));
  }

  private Pool newPool(AgentDefinition definition) {
    return new Pool(this, definition, policies.apply(definition.id()));
  }

  private Pool retiredPool(AgentDefinition definition) {
    Pool pool = newPool(definition);
    pool.retire();
    return pool;
  }

  private Pool replace(@Nullable Pool old, AgentDefinition definition, Key key) {
    Pool known = retired.remove(key);
    Pool pool = known == null ? newPool(definition) : known;
    pool.revive();
    latest.put(key.id(), pool);
    if (old != null) {
      retire(old);
    }
    return pool;
  }

  private void retire(Pool pool) {
    pool.retire();
    if (!pool.isEmpty()) {
      retired.put(Key.of(pool), pool);
    }
  }

  private void forgetIfEmpty(Pool pool) {
    if (pool.isEmpty() && !latest.remove(pool.id(), pool)) {
      retired.remove(Key.of(pool), pool);
    }
  }

  private List<Pool> all() {
    var all = new ArrayList<Pool>(latest.values());
    all.addAll(retired.values());
    return all;
  }

  private void untie() {
    Waiter stuck = lines.stuckForEver();
    while (stuck != null) {
      lines.leave(stuck);
      stuck.refuse(busy(stuck.pool));
      stuck = lines.stuckForEver();
    }
  }

  private void dismiss(Waiter waiter) {
    lines.leave(waiter);
    waiter.dismiss();
  }

  private List<Runnable> takeErrands() {
    if (errands.isEmpty()) {
      return List.of();
    }
    List<Runnable> taken = errands;
    errands = new ArrayList<>();
    return taken;
  }

  private void unlock() {
    List<Runnable> taken = takeErrands();
    lock.unlock();
    if (!taken.isEmpty()) { // as almost never: even an iterator of nothing is an object
      taken.forEach(Runnable::run);
    }
  }

  private static NoAgentException busy(Pool pool) {
    int maximum = pool.maximum();
    String lent =
        maximum == 1
            ? "1 instance, lent to a task that waits"
            : maximum + " instances, all lent to tasks that wait";
    String message =
        "agent '%s' has %s for this one; allow it more with AgentPolicy.withMaximumInstances, or delegate less deep"
            .formatted(SafeText.escape(pool.id()), lent);
    return new NoAgentException(Code.AGENT_BUSY, message, null);
  }

  private static IllegalStateException closedException() {
    return new IllegalStateException("the engine is closed");
  }
}
