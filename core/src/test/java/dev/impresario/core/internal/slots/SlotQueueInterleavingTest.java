package dev.impresario.core.internal.slots;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Submits, pauses, withdraws and finishes the same few tickets in every order of steps that two
 * threads can take: each call must look as if it happened at once, and no slot may be free while a
 * ticket waits.
 */
@Param(name = "ticket", gen = IntGen.class, conf = "0:3")
public class SlotQueueInterleavingTest {
  private static final int TICKETS = 4;
  private static final int SLOTS = 1;

  private final SlotQueue queue =
      new SlotQueue(SLOTS, TICKETS, agent -> Integer.MAX_VALUE, model -> Integer.MAX_VALUE);
  private final AtomicIntegerArray told = new AtomicIntegerArray(TICKETS);
  private final AtomicIntegerArray submitted = new AtomicIntegerArray(TICKETS);
  private final List<Ticket> tickets =
      IntStream.range(0, TICKETS)
          .mapToObj(
              i ->
                  new Ticket(
                      () -> {
                        told.incrementAndGet(i);
                        return true;
                      },
                      i % 2,
                      false,
                      "qa",
                      null))
          .toList();

  /** Lines up a ticket, once. */
  @Operation
  public boolean submit(@Param(name = "ticket") int i) {
    return submitted.compareAndSet(i, 0, 1) && queue.submit(tickets.get(i));
  }

  /** Gives its slot back for a while. */
  @Operation
  public boolean pause(@Param(name = "ticket") int i) {
    return queue.pause(tickets.get(i));
  }

  /** Lines it up again. */
  @Operation
  public void rejoin(@Param(name = "ticket") int i) {
    queue.rejoin(tickets.get(i));
  }

  /** Ends it, as its thread or as who cancels it. */
  @Operation
  public boolean finish(@Param(name = "ticket") int i) {
    return queue.finish(tickets.get(i));
  }

  /** Ends it unless it works, as who cancels it while its thread may still come back. */
  @Operation
  public boolean finishUnlessHeld(@Param(name = "ticket") int i) {
    return queue.finishUnlessHeld(tickets.get(i));
  }

  /** Nobody waits while a slot is free, no slot is lent twice, and who has one was told. */
  @Validate
  public void validate() {
    long held = tickets.stream().filter(Ticket::held).count();
    long waiting = tickets.stream().filter(Ticket::waiting).count();
    if (held != queue.working() || held > SLOTS || (waiting > 0 && held < SLOTS)) {
      throw new IllegalStateException(
          "%d held, %d waiting, %d working".formatted(held, waiting, queue.working()));
    }
    for (int i = 0; i < TICKETS; i++) {
      if (tickets.get(i).held() && told.get(i) == 0) {
        throw new IllegalStateException("ticket %d has a slot and does not know".formatted(i));
      }
    }
  }

  @Test
  void everyInterleaving_looksLikeOneAfterTheOther() {
    var options =
        new ModelCheckingOptions()
            .iterations(6)
            .threads(2)
            .actorsBefore(2)
            .actorsPerThread(3)
            .actorsAfter(1)
            .invocationsPerIteration(100);

    assertThatCode(() -> options.check(SlotQueueInterleavingTest.class)).doesNotThrowAnyException();
  }
}
