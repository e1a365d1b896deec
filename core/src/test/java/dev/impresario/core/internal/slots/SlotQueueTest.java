package dev.impresario.core.internal.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotQueueTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final List<String> granted = new ArrayList<>();
  private final Map<String, Integer> agentLimits = new HashMap<>();
  private final Map<String, Integer> modelLimits = new HashMap<>();

  @Test
  void submit_withAFreeSlot_grantsItAtOnce() {
    SlotQueue queue = queue(1, 10);

    Ticket ticket = submit(queue, "a", 0);

    assertThat(ticket.held()).isTrue();
    assertThat(granted).containsExactly("a");
    assertThat(queue.working()).isEqualTo(1);
  }

  @Test
  void finish_grantsTheLowestRank_andAmongEqualsTheFirst() {
    SlotQueue queue = queue(1, 10);
    Ticket first = submit(queue, "first", 5);
    submit(queue, "late", 7);
    submit(queue, "equal 1", 6);
    submit(queue, "equal 2", 6);
    Ticket urgent = submit(queue, "urgent", 1);

    queue.finish(first);
    queue.finish(urgent);

    assertThat(granted).containsExactly("first", "urgent", "equal 1");
  }

  @Test
  void submit_beyondTheCapacity_isRefused_andTakesNoPlace() {
    SlotQueue queue = queue(1, 1);
    Ticket working = submit(queue, "working", 0);
    submit(queue, "waiting", 0);

    assertThat(queue.submit(ticket("refused", 0, false, "qa", null))).isFalse();

    queue.finish(working);
    assertThat(granted).containsExactly("working", "waiting");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void children_haveABoundOfTheirOwn_soThatAFullQueueDoesNotFailTrees() {
    SlotQueue queue = queue(1, 1);
    submit(queue, "working", 0);
    submit(queue, "waiting", 0);

    assertThat(queue.submit(ticket("child", 0, true, "qa", null))).isTrue();
    assertThat(queue.bound(true)).isEqualTo(1_000);
    assertThat(queue.bound(false)).isEqualTo(1);
  }

  @Test
  void finish_ofAWaitingTicket_takesItOutOfTheLine() {
    SlotQueue queue = queue(1, 1);
    Ticket working = submit(queue, "working", 0);
    Ticket withdrawn = submit(queue, "withdrawn", 0);

    assertThat(queue.finish(withdrawn)).isTrue();
    assertThat(queue.finish(withdrawn)).isFalse();

    submit(queue, "next", 0);
    queue.finish(working);
    assertThat(granted).containsExactly("working", "next");
  }

  @Test
  void finishUnlessHeld_leavesOneAtWorkAlone_andTakesOutAllOthers() {
    SlotQueue queue = queue(1, 10);
    Ticket paused = submit(queue, "paused", 0);
    queue.pause(paused);
    Ticket working = submit(queue, "working", 0);
    Ticket waiting = submit(queue, "waiting", 0);

    assertThat(queue.finishUnlessHeld(working)).isFalse();
    assertThat(working.held()).isTrue();
    assertThat(queue.finishUnlessHeld(waiting)).isTrue();
    assertThat(queue.finishUnlessHeld(waiting)).isTrue();
    assertThat(queue.finishUnlessHeld(paused)).isTrue();
    assertThat(queue.finishUnlessHeld(ticket("new", 0, false, "qa", null))).isFalse();

    assertThat(queue.waiting()).isZero();
    assertThat(queue.parked()).isZero();
    assertThat(queue.working()).isEqualTo(1);
    queue.finish(working);
    assertThat(granted).containsExactly("paused", "working");
  }

  @Test
  void finishUnlessHeld_ofAParkedRoot_letsTheNextOfItsAgentBegin() {
    SlotQueue queue = queue(1, 10_000);
    List<Ticket> roots = park(queue, "crowd", 101);

    queue.finishUnlessHeld(roots.get(0));

    assertThat(roots.get(100).held()).isTrue();
    assertThat(queue.parked()).isEqualTo(99);
  }

  @Test
  void aLimitedAgent_neverBlocksOthers() {
    agentLimits.put("slow", 1);
    SlotQueue queue = queue(3, 10);
    Ticket slow = submit(queue, "slow 1", 0, "slow", null);
    submit(queue, "slow 2", 0, "slow", null);
    submit(queue, "other", 9, "fast", null);

    assertThat(granted).containsExactly("slow 1", "other");

    queue.finish(slow);
    assertThat(granted).containsExactly("slow 1", "other", "slow 2");
  }

  @Test
  void aLimitedModel_neverBlocksOthers() {
    modelLimits.put("opus", 1);
    SlotQueue queue = queue(3, 10);
    submit(queue, "opus 1", 0, "a", "opus");
    submit(queue, "opus 2", 0, "b", "opus");
    submit(queue, "free", 9, "c", null);

    assertThat(granted).containsExactly("opus 1", "free");
  }

  @Test
  void pause_freesSlotAndLimits_andRejoinWaitsAtItsRank() {
    agentLimits.put("qa", 1);
    SlotQueue queue = queue(1, 10);
    Ticket paused = submit(queue, "paused", 1, "qa", null);
    Ticket other = submit(queue, "other", 5, "qa", null);
    submit(queue, "later", 3, "qa", null);

    assertThat(queue.pause(paused)).isTrue();
    assertThat(queue.pause(paused)).isFalse();
    assertThat(granted).containsExactly("paused", "later");

    queue.rejoin(paused);
    assertThat(paused.waiting()).isTrue();
    queue.finish(other);
    assertThat(paused.waiting()).isTrue();
  }

  @Test
  void rejoin_goesBeforeWhatCameLater() {
    SlotQueue queue = queue(1, 10);
    Ticket paused = submit(queue, "paused", 1);
    queue.pause(paused);
    Ticket between = submit(queue, "between", 0);
    submit(queue, "newer", 2);
    queue.rejoin(paused);

    queue.finish(between);

    assertThat(granted).containsExactly("paused", "between", "paused");
  }

  @Test
  void use_ofAModelAtItsLimit_pausesTheTicket_whichComesBackWithIt() {
    modelLimits.put("opus", 1);
    SlotQueue queue = queue(5, 10);
    Ticket first = submit(queue, "first", 0, "a", "opus");
    Ticket second = submit(queue, "second", 0, "b", null);

    assertThat(queue.use(second, "opus")).isFalse();
    assertThat(queue.working()).isEqualTo(1);
    queue.rejoin(second);
    assertThat(second.waiting()).isTrue();

    queue.finish(first);
    assertThat(second.held()).isTrue();
  }

  @Test
  void use_ofAnotherModel_givesThePlaceAtTheFormerToWhoWaitsForIt() {
    modelLimits.put("opus", 1);
    modelLimits.put("haiku", 1);
    SlotQueue queue = queue(5, 10);
    Ticket first = submit(queue, "first", 0, "a", "opus");
    Ticket second = submit(queue, "second", 0, "b", "opus");

    assertThat(queue.use(first, "haiku")).isTrue();

    assertThat(second.held()).isTrue();
    assertThat(queue.use(first, "no limit")).isTrue();
    assertThat(queue.use(submit(queue, "third", 0), "haiku")).isTrue();
  }

  @Test
  void theParkedRootsOfOneAgent_neverBlockOthers() {
    SlotQueue queue = queue(1, 10_000);
    List<Ticket> parked = park(queue, "crowd", 1_000);
    List<Ticket> others = park(queue, "other", 1);

    assertThat(granted).hasSize(101); // a hundred of the crowd, and the other
    assertThat(others.get(0).started).isTrue();
    assertThat(queue.waiting()).isEqualTo(900);

    queue.finish(parked.get(0));
    assertThat(granted).hasSize(102);
    assertThat(parked.get(100).held()).isTrue();
  }

  /** Whatever happened before, who could have a slot has one, and the counts are right. */
  @Test
  void underAnyLoad_nobodyWaitsForNothing_andNoLimitIsExceeded() {
    agentLimits.put("agent 0", 1);
    agentLimits.put("agent 1", 3);
    modelLimits.put("model 0", 2);
    modelLimits.put("model 1", 1);
    SlotQueue queue = queue(6, 300);
    var random = new Random(7);
    List<Ticket> live = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      int action = random.nextInt(10);
      Ticket any = live.isEmpty() ? null : live.get(random.nextInt(live.size()));
      if (any == null || action < 3) {
        String model = random.nextBoolean() ? null : "model " + random.nextInt(3);
        boolean child = random.nextInt(4) == 0;
        Ticket ticket = ticket("t", random.nextInt(50), child, "agent " + random.nextInt(4), model);
        if (queue.submit(ticket)) {
          live.add(ticket);
        }
      } else if (action < 6) {
        queue.pause(any);
      } else if (action < 7) {
        queue.rejoin(any);
      } else if (action < 8) {
        queue.use(any, "model " + random.nextInt(3));
      } else if (random.nextInt(3) == 0 && queue.finishUnlessHeld(any)) {
        live.remove(any);
      }
      assertSound(queue, live);
    }

    live.forEach(queue::finish);
    assertThat(queue.knownLimits() + queue.parked() + queue.working() + queue.waiting()).isZero();
  }

  private void assertSound(SlotQueue queue, List<Ticket> live) {
    Map<String, Integer> parked = new HashMap<>();
    Map<Limit, Integer> working = new HashMap<>();
    int held = 0;
    for (Ticket ticket : live) {
      if (ticket.held()) {
        held++;
        working.merge(ticket.agent, 1, Integer::sum);
        working.merge(ticket.model, 1, Integer::sum);
      } else if (ticket.started && !ticket.child) {
        parked.merge(ticket.agentId, 1, Integer::sum);
      }
    }
    assertThat(queue.working()).isEqualTo(held).isLessThanOrEqualTo(6);
    assertThat(queue.parked()).isEqualTo(parked.values().stream().mapToInt(n -> n).sum());
    assertThat(working.entrySet()).allMatch(each -> each.getValue() <= each.getKey().maximum);
    for (Ticket ticket : live) {
      boolean fresh = !ticket.started && !ticket.child;
      boolean may =
          held < 6
              && working.getOrDefault(ticket.agent, 0) < ticket.agent.maximum
              && working.getOrDefault(ticket.model, 0) < ticket.model.maximum
              && (!fresh || parked.getOrDefault(ticket.agentId, 0) < 100);
      if (ticket.waiting() && may) {
        throw new AssertionError("ticket waits for nothing: " + ticket.agentId);
      }
    }
  }

  @Test
  void childrenAndRootsThatHaveBegun_goOn_howeverManyOfTheirAgentAreParked() {
    SlotQueue queue = queue(2, 10_000);
    List<Ticket> parked = park(queue, "crowd", 200);
    Ticket child = ticket("child", 9, true, "crowd", null);

    queue.submit(child);
    queue.rejoin(parked.get(7));

    assertThat(child.held()).isTrue();
    assertThat(parked.get(7).held()).isTrue();
  }

  @Test
  void manySlotsGivenBackByOneAgentAtOnce_blockNoOthers() {
    SlotQueue queue = queue(2_000, 10_000);
    List<Ticket> working = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      working.add(submit(queue, "crowd " + i, 0, "crowd", null));
    }

    working.forEach(queue::pause);

    assertThat(submit(queue, "other", 0, "other", null).held()).isTrue();
    assertThat(submit(queue, "one more", 0, "crowd", null).waiting()).isTrue();
  }

  @Test
  void tooManyParkedRootsOfManyAgents_holdUpAllFreshRoots_andNoChildren() {
    SlotQueue queue = queue(2, 10_000);
    List<Ticket> first = park(queue, "agent 0", 100);
    for (int i = 1; i < 10; i++) {
      park(queue, "agent " + i, 100);
    }
    Ticket other = submit(queue, "other", 0, "other", null);
    Ticket child = ticket("child", 9, true, "other", null);
    queue.submit(child);

    assertThat(other.waiting()).isTrue();
    assertThat(child.held()).isTrue();

    queue.finish(first.get(0));
    assertThat(other.held()).isTrue();
  }

  @Test
  void aHolderThatCannotUseItsSlot_losesItToTheNext() {
    SlotQueue queue = queue(1, 10);
    Ticket working = submit(queue, "working", 0);
    var refusing = new Ticket(() -> false, 1, false, "qa", null);
    queue.submit(refusing);
    submit(queue, "next", 2);

    queue.finish(working);

    assertThat(granted).containsExactly("working", "next");
    assertThat(queue.working()).isEqualTo(1);
  }

  @Test
  void manyHoldersThatRefuse_doNotOverflowTheStack() {
    SlotQueue queue = queue(1, 100_000);
    Ticket working = submit(queue, "working", 0);
    for (int i = 0; i < 50_000; i++) {
      queue.submit(new Ticket(() -> false, 1, false, "qa", null));
    }

    queue.finish(working);

    assertThat(queue.waiting()).isZero();
    assertThat(queue.working()).isZero();
  }

  @Test
  void limitsOfNamesThatNobodyUses_areForgotten() {
    SlotQueue queue = new SlotQueue(1, 10, agent -> 1, model -> 1);

    for (int i = 0; i < 1_000; i++) {
      Ticket ticket = ticket("t", 0, false, "agent " + i, "model " + i);
      queue.submit(ticket);
      queue.finish(ticket);
    }

    assertThat(queue.knownLimits()).isZero();
  }

  /**
   * Ten times as many urgent tasks as the slots can do, for ten minutes: a normal task still waits
   * no longer than levels times step, and then for what was in the queue before it.
   */
  @Test
  void underTenfoldOverload_aNormalTaskWaitsNoLongerThanItsBound() {
    long millisecond = 1_000_000;
    long step = 10_000 * millisecond;
    int slots = 10;
    int capacity = 2_000;
    long work = 5 * millisecond;
    var simulation = new Simulation(slots, capacity, work);
    var random = new Random(1);
    long end = 600_000 * millisecond;

    for (long now = 0; now < end; now += work) {
      for (int i = 0; i < 10 * slots; i++) {
        boolean normal = random.nextInt(1_000) == 0;
        int priority = normal ? 5 : 0;
        simulation.arrive(now, now + priority * step, normal);
      }
      simulation.advance(now);
    }
    simulation.drain();

    long throughputTime = capacity * work / slots;
    assertThat(simulation.normalDone).isPositive();
    assertThat(simulation.normalWaiting).isZero();
    assertThat(simulation.longestNormalWait)
        .isLessThanOrEqualTo(5 * step + throughputTime + work)
        .isGreaterThan(4 * step); // or the overload was none, and this shows nothing
  }

  /** Tasks that take a fixed time on a clock of their own. */
  private static final class Simulation {
    private final SlotQueue queue;
    private final long work;
    private final PriorityQueue<Busy> busy =
        new PriorityQueue<>((a, b) -> Long.compare(a.end, b.end));
    private final Queue<Busy> begun = new ArrayDeque<>();
    private long now;
    private long longestNormalWait;
    private int normalDone;
    private int normalWaiting;

    private record Busy(Ticket ticket, long end) {}

    Simulation(int slots, int capacity, long work) {
      queue = new SlotQueue(slots, capacity, agent -> UNLIMITED, model -> UNLIMITED);
      this.work = work;
    }

    void arrive(long at, long rank, boolean normal) {
      now = at;
      var holder = new Arrival(at, normal);
      var ticket = new Ticket(holder, rank, false, "qa", null);
      holder.ticket = ticket;
      normalWaiting += normal ? 1 : 0;
      if (!queue.submit(ticket)) {
        normalWaiting -= normal ? 1 : 0;
      }
    }

    void advance(long until) {
      settle();
      while (!busy.isEmpty() && busy.peek().end <= until) {
        Busy next = busy.remove();
        now = next.end;
        queue.finish(next.ticket);
        settle();
      }
    }

    void drain() {
      advance(Long.MAX_VALUE);
    }

    private void settle() {
      busy.addAll(begun);
      begun.clear();
    }

    private final class Arrival implements Ticket.Holder {
      private final long at;
      private final boolean normal;
      private Ticket ticket;

      Arrival(long at, boolean normal) {
        this.at = at;
        this.normal = normal;
        this.ticket = new Ticket(() -> false, 0, false, "", null);
      }

      @Override
      public boolean granted() {
        begun.add(new Busy(ticket, now + work));
        if (normal) {
          longestNormalWait = Math.max(longestNormalWait, now - at);
          normalDone++;
          normalWaiting--;
        }
        return true;
      }
    }
  }

  /** Submits roots, each of which gives its slot back as soon as it has begun. */
  private List<Ticket> park(SlotQueue queue, String agent, int roots) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < roots; i++) {
      Ticket ticket = submit(queue, agent + " " + i, 0, agent, null);
      queue.pause(ticket);
      tickets.add(ticket);
    }
    return tickets;
  }

  private SlotQueue queue(int slots, int capacity) {
    return new SlotQueue(
        slots,
        capacity,
        agent -> agentLimits.getOrDefault(agent, UNLIMITED),
        model -> modelLimits.getOrDefault(model, UNLIMITED));
  }

  private Ticket submit(SlotQueue queue, String name, long rank) {
    return submit(queue, name, rank, "qa", null);
  }

  private Ticket submit(
      SlotQueue queue, String name, long rank, String agent, @Nullable String model) {
    Ticket ticket = ticket(name, rank, false, agent, model);
    assertThat(queue.submit(ticket)).isTrue();
    return ticket;
  }

  private Ticket ticket(
      String name, long rank, boolean child, String agent, @Nullable String model) {
    return new Ticket(() -> granted.add(name), rank, child, agent, model);
  }
}
