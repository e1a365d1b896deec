package dev.impresario.core.internal.slots;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All who wait, in lanes. Those lanes that their agent does not hold up are open, and lined up by
 * their first tickets for each model, so that ten thousand agents cost no search: only the models
 * with a limit that someone waits for are looked through. Guarded by the queue's lock.
 */
final class Lanes {
  private final Map<Lane.Key, Lane> all = new HashMap<>();
  private final Map<Group, TreeSet<Lane>> open = new LinkedHashMap<>(); // of no empty sets

  /** What open lanes have in common: a model, and whether they are of fresh roots. */
  private record Group(Limit model, boolean fresh) {
    static Group of(Lane lane) {
      return new Group(lane.key.model(), lane.key.fresh());
    }
  }

  /** Adds a ticket, which knows its lane then. */
  void add(Ticket ticket, boolean fresh) {
    Lane lane = all.computeIfAbsent(new Lane.Key(ticket.agent, ticket.model, fresh), Lanes::begun);
    if (lane.isLedBy(ticket)) {
      close(lane); // its first changes, and with it its place
    }
    lane.add(ticket);
    ticket.lane = lane;
    openUnlessHeldUp(lane);
  }

  /** Removes a ticket from its lane. */
  void remove(Ticket ticket, Lane lane) {
    ticket.lane = null;
    if (lane.staysWithout(ticket)) {
      lane.remove(ticket);
      return;
    }
    close(lane);
    lane.remove(ticket);
    if (lane.isEmpty()) {
      all.remove(lane.key);
      lane.key.agent().remove(lane);
    } else {
      openUnlessHeldUp(lane);
    }
  }

  /** Opens and closes an agent's lanes, after it has changed. */
  void refresh(Limit agent) {
    if (!agent.hasTurned()) {
      return; // as almost always
    }
    for (Lane lane : agent.lanes()) {
      if (lane.heldUp()) {
        close(lane);
      } else {
        openUnlessHeldUp(lane);
      }
    }
  }

  /**
   * Returns the first ticket that no limit holds up, or null.
   *
   * @param freshToo whether roots may begin
   */
  @Nullable Ticket first(boolean freshToo) {
    Ticket best = null;
    for (Map.Entry<Group, TreeSet<Lane>> each : open.entrySet()) {
      Group group = each.getKey();
      if (group.model.reached() || (group.fresh && !freshToo)) {
        continue;
      }
      Ticket first = each.getValue().first().first();
      best = best == null || first.compareTo(best) < 0 ? first : best;
    }
    return best;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether someone waits whom only the model, or the lack of slots, may hold up. */
  boolean isWaitedFor(Limit model) {
    return open.containsKey(new Group(model, false)) || open.containsKey(new Group(model, true));
  }

  private static Lane begun(Lane.Key key) {
    var lane = new Lane(key);
    key.agent().add(lane);
    return lane;
  }

  private void openUnlessHeldUp(Lane lane) {
    if (lane.line == null && !lane.heldUp()) {
      TreeSet<Lane> line = open.computeIfAbsent(Group.of(lane), group -> new TreeSet<>());
      line.add(lane);
      lane.line = line;
    }
  }

  private void close(Lane lane) {
    TreeSet<Lane> line = lane.line;
    if (line == null) {
      return;
    }
    line.remove(lane);
    if (line.isEmpty()) {
      open.remove(Group.of(lane));
    }
    lane.line = null;
  }
}
