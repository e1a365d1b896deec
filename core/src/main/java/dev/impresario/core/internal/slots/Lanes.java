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
    close(lane); // its first may change, and with it its place
    lane.add(ticket);
    ticket.lane = lane;
    openUnlessHeldUp(lane);
  }

  /** Removes a ticket from its lane. */
  void remove(Ticket ticket, Lane lane) {
    close(lane);
    lane.remove(ticket);
    ticket.lane = null;
    if (lane.isEmpty()) {
      all.remove(lane.key);
      lane.key.agent().lanes.remove(lane);
    } else {
      openUnlessHeldUp(lane);
    }
  }

  /** Opens and closes an agent's lanes, after it has changed. */
  void refresh(Limit agent) {
    for (Lane lane : agent.lanes) {
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

  /** Returns whether someone waits whom only the model, or the lack of slots, may hold up. */
  boolean isWaitedFor(Limit model) {
    return open.containsKey(new Group(model, false)) || open.containsKey(new Group(model, true));
  }

  private static Lane begun(Lane.Key key) {
    var lane = new Lane(key);
    key.agent().lanes.add(lane);
    return lane;
  }

  private void openUnlessHeldUp(Lane lane) {
    if (!lane.open && !lane.heldUp()) {
      open.computeIfAbsent(Group.of(lane), group -> new TreeSet<>()).add(lane);
      lane.open = true;
    }
  }

  private void close(Lane lane) {
    if (!lane.open) {
      return;
    }
    Group group = Group.of(lane);
    TreeSet<Lane> lanes = open.get(group);
    if (lanes != null && lanes.remove(lane) && lanes.isEmpty()) {
      open.remove(group);
    }
    lane.open = false;
  }
}
