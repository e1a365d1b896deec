package dev.impresario.cli;

import org.jspecify.annotations.Nullable;

/** What a user can ask for. */
enum Command {
  DEMO("demo"),
  EXPLAIN("explain"),
  LINT("lint"),
  LIST("list"),
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

  static @Nullable Command named(String word) {
    for (Command command : values()) {
      if (command.word.equals(word)) {
        return command;
      }
    }
    return null;
  }
}
