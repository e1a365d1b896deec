package dev.impresario.core.internal.calls;

import dev.impresario.core.internal.slots.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A task that notes what is asked of its slot. */
final class FakeCaller implements Caller {
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile Duration remaining = Duration.ofMinutes(10);
  long emitted;
  volatile boolean interruptedAtUse;
  volatile Runnable atUse = () -> {};
  private final String agent;
  private final Meter meter;
  private final long rank;

  FakeCaller(String agent, Meter meter, long rank) {
    this.agent = agent;
    this.meter = meter;
    this.rank = rank;
  }

  FakeCaller(String agent, Meter meter) {
    this(agent, meter, 0);
  }

  @Override
  public <T> T pause(Wait<T> wait) throws InterruptedException {
    events.add("slot given back");
    try {
      return wait.await();
    } finally {
      events.add("slot taken");
    }
  }

  @Override
  public void use(String model) throws InterruptedException {
    events.add("use " + model);
    atUse.run();
    if (interruptedAtUse) {
      throw new InterruptedException();
    }
  }

  @Override
  public long rank() {
    return rank;
  }

  @Override
  public String agent() {
    return agent;
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public long emitted() {
    return emitted;
  }

  @Override
  public Duration remaining() {
    return remaining;
  }
}
