package dev.impresario.core.internal.pool;

import dev.impresario.core.internal.slots.Wait;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A borrower whose slot is always free. */
class FakeTask implements Borrower {
  private final long rank;
  private final CountDownLatch inLine = new CountDownLatch(1);
  private volatile List<FakeTask> awaited = List.of();

  FakeTask(long rank) {
    this.rank = rank;
  }

  FakeTask() {
    this(0);
  }

  void awaits(FakeTask... children) {
    awaited = List.of(children);
  }

  /** Returns once the task has come to wait in a line. */
  void meetInLine() throws InterruptedException {
    if (!inLine.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the task does not wait");
    }
  }

  @Override
  public <T> T pause(Wait<T> wait) throws InterruptedException {
    inLine.countDown();
    return wait.await();
  }

  @Override
  public void use(String model) {}

  @Override
  public long rank() {
    return rank;
  }

  @Override
  public Collection<? extends Borrower> awaited() {
    return awaited;
  }
}
