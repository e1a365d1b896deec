package dev.impresario.cli;

import dev.impresario.Engine;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Hands one task to an agent, or those of a file to theirs. */
final class RunCommand {
  private final Console console;
  private final Environment environment;

  RunCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) throws InterruptedException {
    RunArguments run = Objects.requireNonNull(arguments.run());
    try (Engine engine = Engines.running(arguments, run, environment)) {
      return run(arguments, run, engine);
    }
  }

  int run(Arguments arguments, RunArguments run, Engine engine) throws InterruptedException {
    Path tasks = run.tasks();
    return tasks == null
        ? one(engine, run.taskFor(arguments.id(), run.task()), arguments.json())
        : new Batch(console, engine, run).run(tasks);
  }

  private int one(Engine engine, Task task, boolean json) throws InterruptedException {
    var reply = new StreamedReply(console);
    var submitted = new CompletableFuture<Submission>();
    try (var interrupt = CtrlC.then(() -> cancel(submitted))) {
      Submission submission = json ? engine.submit(task) : engine.submit(task, reply::part);
      submitted.complete(submission);
      reply.onFailure(submission::cancel);
      TaskResult result = submission.await();
      if (json) {
        console.line(ResultJson.of(result));
        console.flush();
      } else {
        show(result, reply);
      }
      if (result instanceof TaskResult.Failure failure) {
        tell(failure);
        return interrupt.pressed() ? CtrlC.STATUS : Main.TROUBLE;
      }
      return Main.CLEAN;
    }
  }

  /** Cancels it now, or as soon as it is submitted. */
  private static void cancel(CompletableFuture<Submission> submitted) {
    var unused = submitted.thenAccept(Submission::cancel);
  }

  private static void show(TaskResult result, StreamedReply reply) {
    if (result instanceof TaskResult.Success success) {
      reply.end(success.text());
    } else {
      reply.breakOff();
    }
  }

  private void tell(TaskResult.Failure failure) {
    console.error(failure.message());
    Causes.of(failure).forEach(cause -> console.error("  cause: " + cause));
    if (failure.retryable()) {
      console.error("  it may pass: try again later");
    }
  }
}
