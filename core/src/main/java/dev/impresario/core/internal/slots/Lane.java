package dev.impresario.core.internal.slots;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
  @Nullable TreeSet<Lane> line; // of those that its agent does not hold up; null if it does
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

  /** Returns whether this ticket, which is in the lane or would be, says where the lane stands. */
  boolean isLedBy(Ticket ticket) {
    return tickets.isEmpty() || ticket.compareTo(first()) <= 0;
  }

  /** Returns whether the lane stays where it stands when this ticket of it goes. */
  boolean staysWithout(Ticket ticket) {
    boolean alone = line == null || line.size() == 1;
    return tickets.size() > 1 && (alone || !isLedBy(ticket));
  }

  /** Returns whether its agent holds it up, whatever its model does. */
  boolean heldUp() {
    return key.agent.holdsUp(key.fresh);
  }

  /** Orders by the first tickets, which both must have; no ticket is in two lanes. */
  @Override
  public int compareTo(Lane other) {
    return first().compareTo(other.first());
  }
}
