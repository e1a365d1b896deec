package dev.impresario.cli;

import dev.impresario.Engine;
import dev.impresario.Plugin;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import dev.impresario.spi.OptionSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Opens the engine that a command works with, which the command closes. */
final class Engines {
  private Engines() {}

  /** Opens one over the directories that were named, else over the conventional ones. */
  static Engine open(Arguments arguments, Environment environment) {
    return builder(arguments, environment).build();
  }

  /** Opens one as {@link #open}, which follows its files by itself. */
  static Engine watching(Arguments arguments, Environment environment) {
    return builder(arguments, environment).watch(true).build();
  }

  /** Opens one as {@link #open}, to work with the runtime that was asked for. */
  static Engine running(Arguments arguments, RunArguments run, Environment environment) {
    return run.configure(builder(arguments, environment)).build();
  }

  /** Opens one as {@link #running}, whose queue is as long as was asked for. */
  static Engine loaded(Arguments arguments, Environment environment) {
    RunArguments run = Objects.requireNonNull(arguments.run());
    LoadArguments load = Objects.requireNonNull(arguments.load());
    return run.configure(builder(arguments, environment)).queueCapacity(load.queue()).build();
  }

  private static Impresario.Builder builder(Arguments arguments, Environment environment) {
    Impresario.Builder builder = builder(directories(arguments, environment), arguments.formats());
    return arguments.rules().configure(arguments.cache().configure(builder));
  }

  private static List<AgentDirectory> directories(Arguments arguments, Environment environment) {
    List<AgentDirectory> directories = arguments.directories();
    return directories.isEmpty()
        ? new ConventionalFolders(environment, arguments.formats()).existing()
        : directories;
  }

  /** Opens one over directories, which keeps prompts only while it is open. */
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

  /** Opens one for the demonstration: over the directories that were named, else our own agents. */
  static Engine demonstrating(Arguments arguments, String folder) {
    Impresario.Builder builder =
        arguments.directories().isEmpty()
            ? reading(arguments.formats())
                .source("classpath", Scope.SYSTEM, Map.of("folder", folder))
            : builder(arguments.directories(), arguments.formats());
    return arguments.cache().configure(builder).build();
  }

  /** Opens just a prompt cache. */
  static PromptCache promptCache(CacheChoice cache) {
    return cache.configure(found()).buildPromptCache();
  }

  /** Lists the options of a cache by which users say where something is; none if there are none. */
  static List<String> pathOptions(CacheChoice cache) {
    if (cache.options().isEmpty()) {
      return List.of();
    }
    return found().plugins().stream()
        .filter(plugin -> plugin.kind() == Plugin.Kind.CACHE && cache.id().equals(plugin.id()))
        .flatMap(plugin -> plugin.options().stream())
        .filter(option -> option.type().equals(OptionSpec.Type.PATH.words()))
        .map(Plugin.Option::name)
        .toList();
  }

  /** Lists what plugins there are, and what the commands make of them if told no more. */
  static List<Plugin> plugins() {
    return CacheChoice.IN_MEMORY
        .configure(found().source("filesystem", Scope.PROJECT, Map.of()))
        .plugins();
  }

  private static Impresario.Builder reading(List<String> formats) {
    return CacheChoice.IN_MEMORY.configure(found().formats(formats.toArray(String[]::new)));
  }

  private static Impresario.Builder found() {
    // has our resources and the plugins
    // who looks once need not be told of changes
    return Impresario.builder().classLoader(Engines.class.getClassLoader()).watch(false);
  }
}
