package dev.impresario.cli;

import dev.impresario.Agent;
import java.util.concurrent.CountDownLatch;

/** A program for {@link CtrlCTest} to interrupt. */
final class Interruptible {
  private static final long LONGER_THAN_THE_TEST_MILLIS = 600_000;

  private Interruptible() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("stubborn")) {
      stubborn();
    }
    if (args[0].equals("watch")) {
      System.exit(Main.run(args, System.out, System.err, Run.PIPE));
    }
    System.exit(Staged.with(hanging()).run(System.out, System.err, args));
  }

  /** Says that it has begun, and never ends by itself. */
  private static Agent hanging() {
    return (task, context) -> {
      context.emit("begun");
      System.err.println("begun");
      new CountDownLatch(1).await();
      throw new AssertionError();
    };
  }

  /** Hears the first interrupt, and yet does not end. */
  private static void stubborn() throws InterruptedException {
    var interrupt = CtrlC.then(() -> System.err.println("heard"), LONGER_THAN_THE_TEST_MILLIS);
    System.err.println("begun");
    new CountDownLatch(1).await();
    interrupt.close();
  }
}
