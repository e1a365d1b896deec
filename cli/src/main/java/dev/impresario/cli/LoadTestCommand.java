package dev.impresario.cli;

import dev.impresario.Engine;
import java.util.Objects;

/** Hands tasks to agents at a rate, and shows how long they wait and how long they take. */
final class LoadTestCommand {
  private final Console console;
  private final Environment environment;

  LoadTestCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) throws InterruptedException {
    try (Engine engine = Engines.loaded(arguments, environment)) {
      return run(arguments, engine);
    }
  }

  int run(Arguments arguments, Engine engine) throws InterruptedException {
    LoadArguments asked = Objects.requireNonNull(arguments.load());
    RunArguments how = Objects.requireNonNull(arguments.run());
    engine.warm(asked.agents()); // fails at once if an agent cannot be had at all
    var load = new Load(engine, asked, how, Clock.SYSTEM);
    try (var interrupt = CtrlC.then(load::stop)) {
      LoadReport report = carry(load);
      print(report, arguments.json());
      return interrupt.pressed() ? CtrlC.STATUS : report.clean() ? Main.CLEAN : Main.TROUBLE;
    }
  }

  private LoadReport carry(Load load) throws InterruptedException {
    LiveLine line = LiveLine.of(console, load);
    try {
      return load.run();
    } finally {
      line.close();
    }
  }

  private void print(LoadReport report, boolean json) {
    if (json) {
      console.line(LoadJson.of(report));
    } else {
      new LoadText(console).print(report);
    }
    console.flush();
  }
}
