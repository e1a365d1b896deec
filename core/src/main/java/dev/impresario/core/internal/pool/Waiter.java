package dev.impresario.core.internal.pool;

import dev.impresario.core.internal.slots.Wait;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One in the line of a pool. Answered exactly once, under the lock of the pools, by whoever takes
 * it out of the line; not answered if it leaves by itself.
 */
final class Waiter implements Wait<Boolean>, Comparable<Waiter> {
  final Pool pool;
  final Borrower borrower;
  final long arrival;
  private final long rank;
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable Loan loan; // written before the latch opens, read after; or under the lock
  private @Nullable NoAgentException refusal; // likewise

  Waiter(Pool pool, Borrower borrower, long arrival) {
    this.pool = pool;
    this.borrower = borrower;
    this.arrival = arrival;
    this.rank = borrower.rank();
  }

  void lend(Loan granted) {
    loan = granted;
    answered.countDown();
  }

  void refuse(NoAgentException why) {
    refusal = why;
    answered.countDown();
  }

  /** Sends it away since no more is lent at all. */
  void dismiss() {
    answered.countDown();
  }

  @Override
  public Boolean await() throws InterruptedException {
    answered.await();
    return true;
  }

  /** Returns what was lent, or null if it was refused, dismissed or not answered. */
  @Nullable Loan loan() {
    return loan;
  }

  /** Returns why nothing was lent, or null. */
  @Nullable NoAgentException refusal() {
    return refusal;
  }

  @Override
  public int compareTo(Waiter other) {
    int byRank = Long.compare(rank, other.rank);
    return byRank != 0 ? byRank : Long.compare(arrival, other.arrival);
  }
}
