package dev.impresario.core.internal.slots;

import java.util.TreeSet;

/**
 * The waiting tickets that the same limits hold up, in their order: when the first cannot go on,
 * none can. Guarded by the queue's lock.
 */
final class Lane implements Comparable<Lane> {

  /**
   * What a lane's tickets have in common.
   *
   * @param fresh whether they are roots that have not begun
   */
  record Key(Limit agent, Limit model, boolean fresh) {}

  final Key key;
  boolean open; // whether it is among those that its agent does not hold up
  private final TreeSet<Ticket> tickets = new TreeSet<>();

  Lane(Key key) {
    this.key = key;
  }

  void add(Ticket ticket) {
    tickets.add(ticket);
  }

  void remove(Ticket ticket) {
    tickets.remove(ticket);
  }

  Ticket first() {
    return tickets.first();
  }

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  /** Returns whether its agent holds it up, whatever its model does. */
  boolean heldUp() {
    return key.agent.reached() || (key.fresh && key.agent.isCrowded());
  }

  /** Orders by the first tickets, which both must have; no ticket is in two lanes. */
  @Override
  public int compareTo(Lane other) {
    return first().compareTo(other.first());
  }
}
