package dev.impresario.core.internal.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everyone who waits for an agent, and whether some wait for each other.
 *
 * <p>Tasks hold agents while they wait for their children, and the children may need agents of the
 * same pools. A pool is <em>tied</em> if everyone who holds one of its agents waits, through
 * children and children's children, for somebody in the line of a tied pool: none of those agents
 * can come back. This is the largest set of pools for which that holds, found by beginning with all
 * that have a line and taking out those of which some holder can go on, until nothing changes.
 *
 * <p>To untie, one waiter has to give up. Only those are asked who wait, in the end, for
 * themselves: whoever merely stands behind them is served once they are out of the way. Of them,
 * the youngest in line is the one deepest down.
 *
 * <p>Used under the lock of the pools.
 */
final class Lines {
  private final IdentityHashMap<Borrower, Waiter> waiting = new IdentityHashMap<>();
  private final Set<Pool> crowded = new HashSet<>(); // those with a line

  int size() {
    return waiting.size();
  }

  void join(Waiter waiter) {
    waiter.pool.line.add(waiter);
    waiting.put(waiter.borrower, waiter);
    crowded.add(waiter.pool);
  }

  /** Takes it out of its line, if it is there. */
  void leave(Waiter waiter) {
    if (!waiter.pool.line.remove(waiter)) {
      return;
    }
    waiting.remove(waiter.borrower);
    if (waiter.pool.line.isEmpty()) {
      crowded.remove(waiter.pool);
    }
  }

  /** Whether nobody who holds an agent of this pool is seen at once to go on. Quick. */
  boolean mayBeTied(Pool pool) {
    return pool.loans.stream().allMatch(this::holderWaits);
  }

  private boolean holderWaits(Loan loan) {
    Borrower holder = loan.borrower;
    return holder != null && (waiting.containsKey(holder) || !holder.awaited().isEmpty());
  }

  /** Returns one who has to give up so that others can go on, or null if all can go on. */
  @Nullable Waiter stuckForEver() {
    Set<Pool> tied = tied();
    @Nullable Waiter youngest = null;
    for (Pool pool : tied) {
      for (Waiter waiter : waitersBehind(pool, tied)) {
        boolean younger = youngest == null || waiter.arrival > youngest.arrival;
        if (younger && waitsForItself(waiter, tied)) {
          youngest = waiter;
        }
      }
    }
    return youngest;
  }

  private Set<Pool> tied() {
    var tied = new HashSet<Pool>();
    for (Pool pool : crowded) {
      if (mayBeTied(pool)) {
        tied.add(pool);
      }
    }
    while (tied.removeIf(pool -> !allHoldersWaitFor(tied, pool))) {}
    return tied;
  }

  private boolean allHoldersWaitFor(Set<Pool> tied, Pool pool) {
    return pool.loans.stream().noneMatch(loan -> waitersBehind(loan, tied, 1).isEmpty());
  }

  private boolean waitsForItself(Waiter waiter, Set<Pool> tied) {
    var seen = new HashSet<Pool>();
    Deque<Pool> next = new ArrayDeque<>(List.of(waiter.pool));
    while (!next.isEmpty()) {
      Pool pool = next.remove();
      if (seen.add(pool)) {
        for (Waiter behind : waitersBehind(pool, tied)) {
          if (behind == waiter) {
            return true;
          }
          next.add(behind.pool);
        }
      }
    }
    return false;
  }

  private List<Waiter> waitersBehind(Pool pool, Set<Pool> tied) {
    var found = new ArrayList<Waiter>();
    pool.loans.forEach(loan -> found.addAll(waitersBehind(loan, tied, Integer.MAX_VALUE)));
    return found;
  }

  /** Returns at most so many of those in line for these pools that the holder waits for. */
  private List<Waiter> waitersBehind(Loan loan, Set<Pool> tied, int limit) {
    var found = new ArrayList<Waiter>();
    Set<Borrower> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Borrower> next = new ArrayDeque<>();
    if (loan.borrower != null) {
      next.add(loan.borrower);
    }
    while (!next.isEmpty() && found.size() < limit) {
      Borrower borrower = next.remove();
      if (seen.add(borrower)) {
        Waiter waiter = waiting.get(borrower);
        if (waiter != null && tied.contains(waiter.pool)) {
          found.add(waiter);
        }
        next.addAll(borrower.awaited());
      }
    }
    return found;
  }
}
