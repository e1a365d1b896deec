package dev.impresario.core.internal.slots;

import dev.impresario.core.internal.slots.Ticket.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
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
 * begun and wait (beyond it no further root begins; children still do, or their parents would wait
 * for ever), and on children. Safe for use by many threads; holders are called under no lock.
 */
public final class SlotQueue {
  private static final int MAXIMUM_PARKED_ROOTS = 1_000;
  private static final int MINIMUM_CHILDREN = 1_000;

  private final int concurrency;
  private final int capacity;
  private final int maximumChildren;
  private final ToIntFunction<String> agentLimits;
  private final ToIntFunction<String> modelLimits;

  private final ReentrantLock lock = new ReentrantLock();
  // all below is guarded by the lock
  private final Map<Lane.Key, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Limit> agents = new HashMap<>();
  private final Map<String, Limit> models = new HashMap<>();
  private long sequence;
  private int working;
  private int waitingRoots;
  private int parkedRoots;
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
      lineUp(ticket);
      granted = grant();
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
      lineUp(ticket);
      granted = grant();
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
      Limit next = limit(models, model, modelLimits);
      if (next == ticket.model) {
        return true;
      }
      usable = !next.reached() && !isWaitedFor(next);
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
      if (granted.isEmpty()) {
        granted = List.of(next); // almost always there is just one
      } else {
        granted = new ArrayList<>(granted);
        granted.add(next);
      }
    }
    return granted;
  }

  /** Tells who has got a slot; one who cannot use it loses it to the next. Under no lock. */
  private void tell(List<Ticket> granted) {
    List<Ticket> round = granted;
    while (!round.isEmpty()) {
      var next = new ArrayList<Ticket>();
      for (Ticket ticket : round) {
        if (!ticket.holder.granted()) {
          next.addAll(drop(ticket));
        }
      }
      round = next;
    }
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
    Ticket best = null;
    for (Lane lane : lanes.values()) {
      if (lane.heldUp() || (lane.key.fresh() && parkedRoots >= MAXIMUM_PARKED_ROOTS)) {
        continue;
      }
      Ticket first = lane.first();
      best = best == null || first.compareTo(best) < 0 ? first : best;
    }
    return best;
  }

  private void enter(Ticket ticket) {
    ticket.sequence = sequence++;
    ticket.agent = limit(agents, ticket.agentId, agentLimits);
    ticket.model = limit(models, ticket.firstModel, modelLimits);
    ticket.agent.enter();
    ticket.model.enter();
    children += ticket.child ? 1 : 0;
  }

  private void lineUp(Ticket ticket) {
    boolean fresh = !ticket.started && !ticket.child;
    waitingRoots += fresh ? 1 : 0;
    Lane lane = lanes.computeIfAbsent(new Lane.Key(ticket.agent, ticket.model, fresh), Lane::new);
    lane.add(ticket);
    ticket.lane = lane;
    ticket.state = State.WAITING;
  }

  private void leaveLane(Ticket ticket) {
    Lane lane = ticket.lane;
    if (lane == null) {
      return;
    }
    waitingRoots -= lane.key.fresh() ? 1 : 0;
    lane.remove(ticket);
    if (lane.isEmpty()) {
      lanes.remove(lane.key);
    }
    ticket.lane = null;
  }

  private void hold(Ticket ticket) {
    parkedRoots -= isParkedRoot(ticket) ? 1 : 0;
    ticket.started = true;
    ticket.state = State.HELD;
    working++;
    ticket.agent.begin();
    ticket.model.begin();
  }

  private void giveUpSlot(Ticket ticket) {
    ticket.state = State.PAUSED;
    working--;
    ticket.agent.end();
    ticket.model.end();
    parkedRoots += isParkedRoot(ticket) ? 1 : 0;
  }

  private boolean takeOut(Ticket ticket) {
    if (ticket.state == State.FINISHED || ticket.state == State.NEW) {
      return false;
    }
    leaveLane(ticket);
    if (ticket.state == State.HELD) {
      giveUpSlot(ticket);
    }
    parkedRoots -= isParkedRoot(ticket) ? 1 : 0;
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

  private boolean isWaitedFor(Limit model) {
    for (Lane lane : lanes.values()) {
      if (lane.key.model() == model && !lane.key.agent().reached()) {
        return true;
      }
    }
    return false;
  }

  private void changeModel(Ticket ticket, Limit next) {
    next.enter();
    forget(models, ticket.model);
    ticket.model = next;
  }

  /** Only names with a limit are kept, and only while a ticket has them. */
  private static Limit limit(
      Map<String, Limit> known, @Nullable String name, ToIntFunction<String> limits) {
    if (name == null) {
      return Limit.NONE;
    }
    Limit limit = known.get(name);
    if (limit == null) {
      int maximum = limits.applyAsInt(name);
      if (maximum == Integer.MAX_VALUE) {
        return Limit.NONE;
      }
      limit = new Limit(name, maximum);
      known.put(name, limit);
    }
    return limit;
  }

  private static void forget(Map<String, Limit> known, Limit limit) {
    if (limit.leave()) {
      known.remove(limit.name);
    }
  }
}
