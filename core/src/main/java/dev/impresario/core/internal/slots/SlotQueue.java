package dev.impresario.core.internal.slots;

import dev.impresario.core.internal.slots.Ticket.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who may work now: one bounded queue by rank, and the slots.
 *
 * <p>A rank is a time: when the task's tree was submitted, plus one ageing step for each level of
 * its priority. It never changes, and yet tasks age: one that has waited a step longer stands where
 * a task one level more urgent stands. So the queue needs no sorting again, and the longest wait is
 * bounded by levels times step, and what is then ahead.
 *
 * <p>Three bounds keep it small: on roots that have not begun (the capacity), on roots that have
 * begun and wait (beyond a hundred of one agent no further root of it begins, and beyond a thousand
 * none at all; children still do, or their parents would wait for ever), and on children. Safe for
 * use by many threads; holders are called under no lock.
 */
public final class SlotQueue {
  private static final int MAXIMUM_PARKED_ROOTS = 1_000;
  private static final int MINIMUM_CHILDREN = 1_000;

  private final int concurrency;
  private final int capacity;
  private final int maximumChildren;
  private final ToIntFunction<String> agentLimits;
  private final ToIntFunction<String> modelLimits;

  private final Function<String, Limit> newAgent = this::agent; // not anew for each task
  private final ReentrantLock lock = new ReentrantLock();
  // all below is guarded by the lock
  private final Lanes lanes = new Lanes();
  private final Map<String, Limit> agents = new HashMap<>();
  private final Map<String, Limit> models = new HashMap<>();
  private long sequence;
  private int working;
  private int waitingRoots;
  private int parkedRoots;
  private int crowd; // of the parked roots, what no agent has beyond its bound
  private int children;

  /**
   * Makes an empty queue.
   *
   * @param concurrency how many slots there are
   * @param capacity how many roots may wait to begin
   * @param agentLimits how many may work at once with the agent of an id
   * @param modelLimits how many may work at once with the model of a name
   */
  public SlotQueue(
      int concurrency,
      int capacity,
      ToIntFunction<String> agentLimits,
      ToIntFunction<String> modelLimits) {
    this.concurrency = concurrency;
    this.capacity = capacity;
    this.maximumChildren = Math.max(MINIMUM_CHILDREN, capacity);
    this.agentLimits = agentLimits;
    this.modelLimits = modelLimits;
  }

  /**
   * Lines up a task.
   *
   * @return false if too many wait already
   */
  public boolean submit(Ticket ticket) {
    List<Ticket> granted;
    lock.lock();
    try {
      if (ticket.child ? children >= maximumChildren : waitingRoots >= capacity) {
        ticket.state = State.FINISHED;
        return false;
      }
      enter(ticket);
      granted = lineUp(ticket);
    } finally {
      lock.unlock();
    }
    tell(granted);
    return true;
  }

  /** Returns how many tasks may wait, for the message that none more may. */
  public int bound(boolean child) {
    return child ? maximumChildren : capacity;
  }

  /**
   * Gives a slot back for a while.
   *
   * @return false if the ticket has none
   */
  public boolean pause(Ticket ticket) {
    List<Ticket> granted;
    lock.lock();
    try {
      if (ticket.state != State.HELD) {
        return false;
      }
      giveUpSlot(ticket);
      granted = grant();
    } finally {
      lock.unlock();
    }
    tell(granted);
    return true;
  }

  /** Lines a paused ticket up again, at its rank. */
  public void rejoin(Ticket ticket) {
    List<Ticket> granted;
    lock.lock();
    try {
      if (ticket.state != State.PAUSED) {
        return;
      }
      granted = lineUp(ticket);
    } finally {
      lock.unlock();
    }
    tell(granted);
  }

  /**
   * Counts a ticket that has a slot among those of this model.
   *
   * @return false if the model is at its limit; the ticket is then paused, and comes back with the
   *     model when it rejoins
   */
  public boolean use(Ticket ticket, String model) {
    boolean usable;
    List<Ticket> granted;
    lock.lock();
    try {
      if (ticket.state != State.HELD) {
        return true;
      }
      Limit next = model(model);
      if (next == ticket.model) {
        return true;
      }
      usable = !next.reached() && !lanes.isWaitedFor(next);
      giveUpSlot(ticket);
      changeModel(ticket, next);
      if (usable) {
        hold(ticket);
      }
      granted = grant();
    } finally {
      lock.unlock();
    }
    tell(granted);
    return usable;
  }

  /**
   * Takes a ticket out for good, whatever it was doing.
   *
   * @return false if it was out already
   */
  public boolean finish(Ticket ticket) {
    List<Ticket> granted;
    lock.lock();
    try {
      if (!takeOut(ticket)) {
        return false;
      }
      granted = grant();
    } finally {
      lock.unlock();
    }
    tell(granted);
    return true;
  }

  /**
   * Takes a ticket out for good, unless it has a slot, which its thread must give back.
   *
   * @return whether it is out now; false if it has a slot, or was never submitted
   */
  public boolean finishUnlessHeld(Ticket ticket) {
    List<Ticket> granted;
    boolean finished;
    lock.lock();
    try {
      boolean leaves = ticket.state != State.HELD && takeOut(ticket);
      granted = leaves ? grant() : List.of();
      finished = ticket.state == State.FINISHED;
    } finally {
      lock.unlock();
    }
    tell(granted);
    return finished;
  }

  /** Returns how many tasks work right now. */
  public int working() {
    lock.lock();
    try {
      return working;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many roots wait to begin. */
  public int waiting() {
    lock.lock();
    try {
      return waitingRoots;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many roots have begun and do not work: they wait, or wait for a slot again. */
  public int parked() {
    lock.lock();
    try {
      return parkedRoots;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many names of agents and models are held, for tests. */
  int knownLimits() {
    lock.lock();
    try {
      return agents.size() + models.size();
    } finally {
      lock.unlock();
    }
  }

  /** Hands out what slots there are, in the step that has freed them; returns who has got one. */
  private List<Ticket> grant() {
    List<Ticket> granted = List.of();
    for (Ticket next = best(); next != null; next = best()) {
      leaveLane(next);
      hold(next);
      granted = joined(granted, List.of(next));
    }
    return granted;
  }

  /** Tells who has got a slot; one who cannot use it loses it to the next. Under no lock. */
  private void tell(List<Ticket> granted) {
    List<Ticket> round = granted;
    while (!round.isEmpty()) {
      List<Ticket> next = List.of();
      for (int i = 0; i < round.size(); i++) { // a loop without an iterator: this is every task's
        if (!round.get(i).holder.granted()) {
          next = joined(next, drop(round.get(i)));
        }
      }
      round = next;
    }
  }

  private static List<Ticket> joined(List<Ticket> some, List<Ticket> more) {
    if (some.isEmpty()) {
      return more; // almost always there is just one
    }
    var all = new ArrayList<Ticket>(some);
    all.addAll(more);
    return all;
  }

  private List<Ticket> drop(Ticket ticket) {
    lock.lock();
    try {
      return takeOut(ticket) ? grant() : List.of();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Ticket best() {
    if (working >= concurrency) {
      return null;
    }
    return lanes.first(crowd < MAXIMUM_PARKED_ROOTS);
  }

  private void enter(Ticket ticket) {
    ticket.sequence = sequence++;
    ticket.agent = agents.computeIfAbsent(ticket.agentId, newAgent);
    ticket.model = model(ticket.firstModel);
    ticket.agent.enter();
    ticket.model.enter();
    children += ticket.child ? 1 : 0;
  }

  /** Returns who has got a slot. */
  private List<Ticket> lineUp(Ticket ticket) {
    boolean fresh = !ticket.started && !ticket.child;
    if (isNext(ticket, fresh)) {
      hold(ticket); // a line of one need not be formed
      return List.of(ticket);
    }
    waitingRoots += fresh ? 1 : 0;
    lanes.add(ticket, fresh);
    ticket.state = State.WAITING;
    return grant();
  }

  /** Returns whether nobody waits, and no limit would make this one wait. */
  private boolean isNext(Ticket ticket, boolean fresh) {
    return working < concurrency
        && lanes.isEmpty()
        && !ticket.agent.holdsUp(fresh)
        && !ticket.model.reached()
        && !(fresh && crowd >= MAXIMUM_PARKED_ROOTS);
  }

  private void leaveLane(Ticket ticket) {
    Lane lane = ticket.lane;
    if (lane == null) {
      return;
    }
    waitingRoots -= lane.key.fresh() ? 1 : 0;
    lanes.remove(ticket, lane);
  }

  private void hold(Ticket ticket) {
    unpark(ticket);
    ticket.started = true;
    ticket.state = State.HELD;
    working++;
    ticket.agent.begin();
    ticket.model.begin();
    lanes.refresh(ticket.agent);
  }

  private void giveUpSlot(Ticket ticket) {
    ticket.state = State.PAUSED;
    working--;
    ticket.agent.end();
    ticket.model.end();
    count(isParkedRoot(ticket) ? 1 : 0, ticket.agent);
    lanes.refresh(ticket.agent);
  }

  private boolean takeOut(Ticket ticket) {
    if (ticket.state == State.FINISHED || ticket.state == State.NEW) {
      return false;
    }
    leaveLane(ticket);
    if (ticket.state == State.HELD) {
      giveUpSlot(ticket);
    }
    unpark(ticket);
    lanes.refresh(ticket.agent);
    ticket.state = State.FINISHED;
    children -= ticket.child ? 1 : 0;
    forget(agents, ticket.agent);
    forget(models, ticket.model);
    return true;
  }

  /** A root that has begun and does not work. */
  private static boolean isParkedRoot(Ticket ticket) {
    return ticket.started
        && !ticket.child
        && (ticket.state == State.PAUSED || ticket.state == State.WAITING);
  }

  private void unpark(Ticket ticket) {
    count(isParkedRoot(ticket) ? -1 : 0, ticket.agent);
  }

  private void count(int parked, Limit agent) {
    parkedRoots += parked;
    crowd -= agent.crowd();
    agent.park(parked);
    crowd += agent.crowd();
  }

  private void changeModel(Ticket ticket, Limit next) {
    next.enter();
    forget(models, ticket.model);
    ticket.model = next;
  }

  /** Every agent is told apart, for its parked roots, but only while a ticket has it. */
  private Limit agent(String id) {
    return new Limit(id, agentLimits.applyAsInt(id));
  }

  /** Only models with a limit are kept, and only while a ticket has them. */
  private Limit model(@Nullable String name) {
    if (name == null) {
      return Limit.NONE;
    }
    Limit limit = models.get(name);
    if (limit == null) {
      int maximum = modelLimits.applyAsInt(name);
      if (maximum == Integer.MAX_VALUE) {
        return Limit.NONE;
      }
      limit = new Limit(name, maximum);
      models.put(name, limit);
    }
    return limit;
  }

  private static void forget(Map<String, Limit> known, Limit limit) {
    if (limit.leave()) {
      known.remove(limit.name);
    }
  }
}
