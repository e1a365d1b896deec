package dev.impresario.core.internal.slots;

import java.util.TreeSet;

/**
 * The waiting tickets that the same limits hold up, in their order: when the first cannot go on,
 * none can. Guarded by the queue's lock.
 */
final class Lane {

  /**
   * What a lane's tickets have in common.
   *
   * @param fresh whether they are roots that have not begun
   */
  record Key(Limit agent, Limit model, boolean fresh) {}

  final Key key;
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

  boolean heldUp() {
    return key.agent.reached() || key.model.reached();
  }
}
