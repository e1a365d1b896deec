package dev.impresario.cli;

import dev.impresario.Agent;
import dev.impresario.Engine;
import java.lang.reflect.Proxy;
import java.util.Objects;
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
    if (args[0].equals("submitting")) {
      System.exit(submitting());
    }
    System.exit(Staged.with(hanging()).run(System.out, System.err, args));
  }

  /** Begins to submit a task, and has done so only after it was interrupted. */
  private static int submitting() throws InterruptedException {
    Arguments arguments = ArgumentParser.parse(new String[] {"run", "qa", "Test"});
    var console = new Console(System.out, System.err, Run.PIPE);
    try (Engine engine = Staged.with(hanging()).builder().build()) {
      int status =
          new RunCommand(console, Run.PIPE)
              .run(arguments, Objects.requireNonNull(arguments.run()), slow(engine));
      console.flush();
      return status;
    }
  }

  private static Engine slow(Engine engine) {
    return (Engine)
        Proxy.newProxyInstance(
            Interruptible.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, args) -> {
              if (method.getName().equals("submit")) {
                System.err.println("begun");
                awaitInterrupt();
              }
              return method.invoke(engine, args);
            });
  }

  /** Returns when the hook has cancelled, and waits for us to end. */
  private static void awaitInterrupt() {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(
            thread ->
                thread.getName().equals("impresario-interrupt")
                    && thread.getState() == Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
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
