package dev.impresario.cli;

import org.jspecify.annotations.Nullable;

/** What a user can ask for. */
enum Command {
  CACHE("cache"),
  DEMO("demo"),
  EXPLAIN("explain"),
  LINT("lint"),
  LIST("list"),
  PLUGINS("plugins"),
  RUN("run"),
  SHOW("show");

  private final String word;

  Command(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** Returns whether the first argument always names an agent. */
  boolean takesId() {
    return this == SHOW || this == EXPLAIN;
  }

  /** Returns whether it is about agents, so that users may say where these are. */
  boolean readsAgents() {
    return this != CACHE && this != PLUGINS;
  }

  /** Returns whether users may say where prompts are kept. */
  boolean usesCache() {
    return this == CACHE || this == DEMO || this == RUN || this == SHOW;
  }

  static @Nullable Command named(String word) {
    for (Command command : values()) {
      if (command.word.equals(word)) {
        return command;
      }
    }
    return null;
  }
}
