package dev.impresario.cli;

import dev.impresario.ConfigurationException;
import dev.impresario.ImpresarioException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** The command line's entry. */
public final class Main {
  static final int CLEAN = 0;
  static final int TROUBLE = 1;
  static final int WRONG_USAGE = 2;

  /** What a shell reports for a program that a closed pipe has ended: 128 and the signal's 13. */
  static final int PIPE_CLOSED = 141;

  private Main() {}

  /** Runs one command and ends the process with its status. */
  public static void main(String[] args) {
    int status =
        run(
            args,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Environment.of(System::getProperty, System::getenv));
    System.exit(status);
  }

  /** Runs one command and returns its status. */
  static int run(String[] args, OutputStream out, OutputStream err, Environment environment) {
    var console = new Console(out, err, environment);
    try {
      int status = execute(args, console, environment);
      console.flush();
      return status;
    } catch (OutputFailedException e) {
      if (e.isClosedPipe()) {
        return PIPE_CLOSED;
      }
      console.error("cannot write the output: " + e.getMessage());
      return TROUBLE;
    }
  }

  private static int execute(String[] args, Console console, Environment environment) {
    try {
      return dispatch(ArgumentParser.parse(args), console, environment);
    } catch (UsageException e) {
      console.error(e.getMessage());
      console.errorLine(Help.usage(e.command()));
      return WRONG_USAGE;
    } catch (ConfigurationException e) {
      console.error(e.getMessage());
      return WRONG_USAGE;
    } catch (ImpresarioException e) {
      console.error(e.getMessage());
      return TROUBLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      console.error("interrupted");
      return TROUBLE;
    }
  }

  private static int dispatch(Arguments arguments, Console console, Environment environment)
      throws InterruptedException {
    if (arguments.help()) {
      console.text(Help.of(arguments.command()));
      return CLEAN;
    }
    Command command = arguments.command();
    if (command == null) {
      console.line(Help.version());
      return CLEAN;
    }
    return switch (command) {
      case CACHE -> new CacheCommand(console).run(arguments);
      case DEMO -> new DemoCommand(console).run(arguments);
      case LOAD_TEST -> new LoadTestCommand(console, environment).run(arguments);
      case LIST -> new ListCommand(console, environment).run(arguments);
      case SHOW -> new ShowCommand(console, environment).run(arguments);
      case LINT -> new LintCommand(console, environment).run(arguments);
      case EXPLAIN -> new ExplainCommand(console, environment).run(arguments);
      case PLUGINS -> new PluginsCommand(console).run(arguments);
      case LOCK -> new LockCommand(console, environment).run(arguments);
      case MATCH -> new MatchCommand(console, environment).run(arguments);
      case RUN -> new RunCommand(console, environment).run(arguments);
      case VERIFY -> new VerifyCommand(console, environment).run(arguments);
      case WATCH -> new WatchCommand(console, environment).run(arguments);
    };
  }
}
