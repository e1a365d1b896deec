package dev.impresario.cli;

import dev.impresario.Engine;
import dev.impresario.SafeText;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Has the tasks of a file done, however long it is: so many lines are read as can be worked on, and
 * as many ahead.
 *
 * <p>A thread reads the lines; the engine's threads tell of results. Both only leave word, and one
 * thread acts on it, so that nothing here needs a lock.
 */
final class Batch {
  private static final int PLACES_PER_SLOT = 2;

  private final Console console;
  private final Engine engine;
  private final TaskParser parser;
  private final ProgressBar bar;
  private final Semaphore places;
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

  // used by the thread that runs alone
  // by line; the last first, so that who cancels them all begins with those that wait
  private final Map<Long, Submission> underWay = new TreeMap<>(Comparator.reverseOrder());
  private boolean reading = true;
  private boolean stopped;
  private String file = "";
  private long fileBytes;
  private long doneBytes;
  private long done;
  private long failed;

  Batch(Console console, Engine engine, RunArguments run) {
    this.console = console;
    this.engine = engine;
    this.parser = new TaskParser(run);
    this.bar = new ProgressBar(console);
    this.places = new Semaphore(run.concurrency() * PLACES_PER_SLOT);
  }

  int run(Path tasks) throws InterruptedException {
    file = name(tasks);
    fileBytes = size(tasks);
    var reader = new Thread(() -> read(tasks), "impresario-tasks");
    reader.setDaemon(true);
    try (var interrupt = CtrlC.then(() -> events.add(this::stop))) {
      reader.start();
      while (reading || !underWay.isEmpty()) {
        events.take().run();
        showProgress();
      }
      report();
      return interrupt.pressed() ? CtrlC.STATUS : failed > 0 ? Main.TROUBLE : Main.CLEAN;
    } finally {
      reader.interrupt();
      underWay.values().forEach(Submission::cancel);
    }
  }

  private static String name(Path tasks) {
    return tasks.equals(RunArguments.STANDARD_INPUT)
        ? "standard input"
        : SafeText.escape(tasks.toString());
  }

  /** What is no plain file, such as a pipe, has no size that says anything. */
  private static long size(Path tasks) {
    try {
      return !tasks.equals(RunArguments.STANDARD_INPUT) && Files.isRegularFile(tasks)
          ? Files.size(tasks)
          : 0;
    } catch (IOException e) {
      return 0; // reading it will tell
    }
  }

  // ---- on the reader's thread

  private void read(Path tasks) {
    try (var lines = new TaskLines(open(tasks))) {
      places.acquire();
      for (TaskLines.Line line = lines.next(); line != null; line = lines.next()) {
        TaskLines.Line current = line;
        events.add(() -> take(current));
        places.acquire();
      }
      events.add(() -> endOfFile(null));
    } catch (IOException e) {
      events.add(() -> endOfFile(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits for more
    }
  }

  private static InputStream open(Path tasks) throws IOException {
    return tasks.equals(RunArguments.STANDARD_INPUT) ? System.in : Files.newInputStream(tasks);
  }

  // ---- on the thread that runs

  private void take(TaskLines.Line line) {
    String text = line.text();
    if (stopped || (text != null && text.isBlank())) {
      finished(line);
      return;
    }
    try {
      if (text == null) {
        throw new TaskParser.NoTaskException(String.valueOf(line.problem()));
      }
      submit(parser.parse(text), line);
    } catch (TaskParser.NoTaskException e) {
      String message = "%s:%d: %s".formatted(file, line.number(), e.getMessage());
      finished(line);
      tell(ResultJson.noTask(line.number(), message), false);
    }
  }

  private void submit(Task task, TaskLines.Line line) {
    Submission submission = engine.submit(task);
    underWay.put(line.number(), submission);
    submission.result().thenAccept(result -> events.add(() -> ended(result, line)));
  }

  private void ended(TaskResult result, TaskLines.Line line) {
    underWay.remove(line.number());
    finished(line);
    tell(ResultJson.of(result, line.number()), result instanceof TaskResult.Success);
  }

  private void finished(TaskLines.Line line) {
    doneBytes += line.bytes();
    places.release();
  }

  private void endOfFile(@Nullable IOException failure) {
    reading = false;
    if (failure != null && !stopped) {
      failed++;
      bar.hide();
      console.error(
          "%s cannot be read on: %s; what was read is done"
              .formatted(file, failure.getClass().getName()));
    }
  }

  private void stop() {
    stopped = true;
    reading = false;
    underWay.values().forEach(Submission::cancel);
  }

  private void tell(String json, boolean success) {
    done++;
    failed += success ? 0 : 1;
    bar.hide();
    console.line(json);
    console.flush();
  }

  private void showProgress() {
    double share = fileBytes == 0 ? -1 : (double) doneBytes / fileBytes;
    bar.show(share, "%,d done, %,d failed, %,d under way".formatted(done, failed, underWay.size()));
  }

  private void report() {
    bar.hide();
    console.errorLine(
        Words.count((int) Math.min(done, Integer.MAX_VALUE), "task") + ", " + failed + " failed");
    console.errorLine(SafeLines.escape(engine.monitor().report().text()));
  }
}
