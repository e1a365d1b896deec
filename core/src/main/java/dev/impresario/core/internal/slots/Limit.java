package dev.impresario.core.internal.slots;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many may work at once with one agent or model, and how many of an agent's roots may be
 * parked. Guarded by the queue's lock, but for {@link #NONE}, which never changes and stands for
 * all models without a limit.
 */
final class Limit {
  static final Limit NONE = new Limit("", Integer.MAX_VALUE);

  /** Beyond so many parked roots of an agent, no further one of it begins. */
  static final int MAXIMUM_PARKED_ROOTS = 100;

  final String name;
  final int maximum;
  private Set<Lane> lanes = Set.of(); // an agent's; most agents have none, as nobody waits
  private int parkedRoots; // an agent's
  private int working;
  private int tickets;
  private boolean wasReached; // when its lanes were opened and closed last; likewise below
  private boolean wasCrowded;

  Limit(String name, int maximum) {
    this.name = name;
    this.maximum = maximum;
  }

  Set<Lane> lanes() {
    return lanes;
  }

  void add(Lane lane) {
    if (lanes.isEmpty()) {
      lanes = new LinkedHashSet<>();
    }
    lanes.add(lane);
  }

  void remove(Lane lane) {
    lanes.remove(lane);
    if (lanes.isEmpty()) {
      lanes = Set.of();
    }
  }

  boolean reached() {
    return working >= maximum;
  }

  void enter() {
    tickets += this == NONE ? 0 : 1;
  }

  /** Returns whether that was the last ticket. */
  boolean leave() {
    return this != NONE && --tickets == 0;
  }

  void begin() {
    working += this == NONE ? 0 : 1;
  }

  void end() {
    working -= this == NONE ? 0 : 1;
  }

  /** Counts one more, or one less, of an agent's roots that have begun and do not work. */
  void park(int by) {
    parkedRoots += by;
  }

  /** Returns how many of an agent's parked roots count for others: no more than it may park. */
  int crowd() {
    return Math.min(parkedRoots, MAXIMUM_PARKED_ROOTS);
  }

  boolean isCrowded() {
    return parkedRoots >= MAXIMUM_PARKED_ROOTS;
  }

  /** Returns whether an agent holds up those of its tickets that are, or are not, fresh roots. */
  boolean holdsUp(boolean fresh) {
    return reached() || (fresh && isCrowded());
  }

  /** Returns whether that is another than when this was asked last. */
  boolean hasTurned() {
    if (wasReached == reached() && wasCrowded == isCrowded()) {
      return false;
    }
    wasReached = reached();
    wasCrowded = isCrowded();
    return true;
  }
}
