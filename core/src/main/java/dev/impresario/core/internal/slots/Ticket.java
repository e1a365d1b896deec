package dev.impresario.core.internal.slots;

import org.jspecify.annotations.Nullable;

/** A task's place in the queue, from its submission to its end. */
public final class Ticket implements Comparable<Ticket> {

  /** Whose ticket it is. */
  @FunctionalInterface
  public interface Holder {

    /**
     * Learns, outside any lock, that the ticket has a slot now.
     *
     * @return false if it cannot be used; the ticket is then finished
     */
    boolean granted();
  }

  enum State {
    NEW,
    WAITING,
    HELD,
    PAUSED,
    FINISHED
  }

  final Holder holder;
  final boolean child;
  final String agentId;
  final @Nullable String firstModel;
  private final long rank;

  // guarded by the queue's lock; the state may be read by any thread
  volatile State state = State.NEW;
  boolean started;
  long sequence;
  Limit agent = Limit.NONE;
  Limit model = Limit.NONE;
  @Nullable Lane lane;

  /**
   * Makes a ticket to be submitted.
   *
   * @param child whether another task waits for this one
   * @param firstModel the model it will work with first, or null if it is not known
   */
  public Ticket(
      Holder holder, long rank, boolean child, String agentId, @Nullable String firstModel) {
    this.holder = holder;
    this.rank = rank;
    this.child = child;
    this.agentId = agentId;
    this.firstModel = firstModel;
  }

  /** Returns whether it has a slot right now. */
  public boolean held() {
    return state == State.HELD;
  }

  /** Returns whether it waits for a slot right now. */
  public boolean waiting() {
    return state == State.WAITING;
  }

  /** Returns whether it is out for good. */
  public boolean finished() {
    return state == State.FINISHED;
  }

  /** Returns the place in any line: the lower goes first. */
  public long rank() {
    return rank;
  }

  /** Orders by rank, then by arrival; no two that were submitted are equal. */
  @Override
  public int compareTo(Ticket other) {
    int byRank = Long.compare(rank, other.rank);
    return byRank != 0 ? byRank : Long.compare(sequence, other.sequence);
  }
}
