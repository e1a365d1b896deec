package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.RegistryChange;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An engine that watches a folder, for {@link ChangeRow}. Only events tell it of changes. */
final class ChangeProcess {
  /** What is printed when the new agent is known. */
  static final String SEEN = "seen";

  private static final int FORMER_CHANGES = 10;
  private static final int MOST_SECONDS = 30;

  private final LinkedBlockingQueue<RegistryChange> told = new LinkedBlockingQueue<>();
  private final Random random = new Random(42);

  private ChangeProcess() {}

  /** Takes the folder and how many changes to make; then waits for a new agent. */
  public static void main(String[] args) throws Exception {
    Orphan.endThisProcess();
    Path folder = Path.of(args[0]);
    try (Engine engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", folder.toString()))
            .scanInterval(Duration.ofHours(1))
            .quietPeriod(ChangeRow.QUIET)
            .build()) {
      new ChangeProcess().run(engine, folder, Integer.parseInt(args[1]));
    }
  }

  private void run(Engine engine, Path folder, int changes) throws Exception {
    int agents = engine.registry().list().size();
    engine.registry().onChange(told::add);
    TimeUnit.SECONDS.sleep(1); // till the events are open
    told.clear();
    for (int i = 0; i < FORMER_CHANGES + changes; i++) {
      long nanos = change(folder.resolve(ChangeRow.file(i % agents)), i);
      if (i >= FORMER_CHANGES) {
        System.out.println(PairProcess.SAMPLE + nanos);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20)); // so that no clock sets the beat
    }
    System.out.println(ChangeRow.READY);
    while (engine.registry().find(ChangeRow.NEW).isEmpty()) {
      next();
    }
    System.out.println(SEEN);
  }

  /** Returns how long after a file was written the registry has told that it has it. */
  private long change(Path file, int number) throws Exception {
    Files.writeString(file, Files.readString(file) + "Change " + number + ".\n");
    long begin = System.nanoTime();
    next();
    return System.nanoTime() - begin;
  }

  private void next() throws Exception {
    if (told.poll(MOST_SECONDS, TimeUnit.SECONDS) == null) {
      throw new IOException("no change was told within %d s".formatted(MOST_SECONDS));
    }
  }
}
