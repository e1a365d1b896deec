package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Agent;
import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;

/**
 * Runs {@code run} or {@code load-test} with an agent that a test has written; every id stands for
 * it.
 */
record Staged(Impresario.Builder builder, Environment environment) {

  /** The bundled agents' files, with this in place of what a model would do. */
  static Staged with(Agent agent) {
    return new Staged(
        Impresario.builder()
            .classLoader(Staged.class.getClassLoader())
            .source("classpath", Scope.SYSTEM, Map.of("folder", DemoCommand.BUNDLED))
            .runtime(definition -> agent),
        Run.PIPE);
  }

  Staged onATerminal(int columns) {
    return new Staged(builder, Run.terminal(columns));
  }

  Run run(String... args) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = run(out, err, args);
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  int run(OutputStream out, OutputStream err, String... args) throws InterruptedException {
    Arguments arguments = ArgumentParser.parse(args);
    RunArguments run = Objects.requireNonNull(arguments.run());
    var console = new Console(out, err, environment);
    LoadArguments load = arguments.load();
    if (load != null) {
      builder.queueCapacity(load.queue());
    }
    try (Engine engine = builder.concurrency(run.concurrency()).build()) {
      int status =
          load == null
              ? new RunCommand(console, environment).run(arguments, run, engine)
              : new LoadTestCommand(console, environment).run(arguments, engine);
      console.flush();
      return status;
    }
  }
}
