package dev.impresario.cli;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.util.List;
import java.util.Map;

/** Opens the engine that a command works with, which the command closes. */
final class Engines {
  private Engines() {}

  /** Opens one over the directories that were named, else over the conventional ones. */
  static Engine open(Arguments arguments, Environment environment) {
    return over(directories(arguments, environment), arguments.formats());
  }

  /** Opens one as {@link #open}, to work with the runtime that was asked for. */
  static Engine running(Arguments arguments, RunArguments run, Environment environment) {
    return run.configure(builder(directories(arguments, environment), arguments.formats())).build();
  }

  private static List<AgentDirectory> directories(Arguments arguments, Environment environment) {
    List<AgentDirectory> directories = arguments.directories();
    return directories.isEmpty()
        ? new ConventionalFolders(environment, arguments.formats()).existing()
        : directories;
  }

  static Engine over(List<AgentDirectory> directories, List<String> formats) {
    return builder(directories, formats).build();
  }

  private static Impresario.Builder builder(
      List<AgentDirectory> directories, List<String> formats) {
    Impresario.Builder builder = reading(formats);
    for (AgentDirectory directory : directories) {
      builder.source("filesystem", directory.scope(), Map.of("directory", directory.name()));
    }
    return builder;
  }

  /** Opens one over those files of a directory that a glob matches. */
  static Engine over(AgentDirectory directory, String glob, List<String> formats) {
    Map<String, String> options = Map.of("directory", directory.name(), "include", glob);
    return reading(formats).source("filesystem", directory.scope(), options).build();
  }

  /** Opens one over agents that come with the program. */
  static Engine bundled(String folder, List<String> formats) {
    return reading(formats).source("classpath", Scope.SYSTEM, Map.of("folder", folder)).build();
  }

  private static Impresario.Builder reading(List<String> formats) {
    return Impresario.builder()
        .classLoader(Engines.class.getClassLoader()) // has our resources and the plugins
        .formats(formats.toArray(String[]::new));
  }
}
