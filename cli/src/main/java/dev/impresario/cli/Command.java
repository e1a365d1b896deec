package dev.impresario.cli;

import org.jspecify.annotations.Nullable;

/** What a user can ask for. */
enum Command {
  CACHE("cache"),
  DEMO("demo"),
  EXPLAIN("explain"),
  LINT("lint"),
  LIST("list"),
  LOAD_TEST("load-test"),
  LOCK("lock"),
  MATCH("match"),
  PLUGINS("plugins"),
  RUN("run"),
  SHOW("show"),
  VERIFY("verify"),
  WATCH("watch");

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

  /** Returns whether it may be about one agent, which is named. */
  boolean namesAgent() {
    return takesId() || this == RUN;
  }

  /** Returns whether it is about agents, so that users may say where these are. */
  boolean readsAgents() {
    return this != CACHE && this != PLUGINS;
  }

  /** Returns whether users may say where prompts are kept. */
  boolean usesCache() {
    return this == CACHE || this == DEMO || this == LOAD_TEST || this == RUN || this == SHOW;
  }

  /** Returns whether users may say which of several agents of one id wins. */
  boolean followsRules() {
    return readsAgents() && this != DEMO;
  }

  /** Returns whether it writes a lock file or compares one with what is there. */
  boolean handlesLock() {
    return this == LOCK || this == VERIFY;
  }

  /** Returns whether users may have it use nothing but what is locked. */
  boolean obeysLock() {
    return followsRules() && !handlesLock();
  }

  /** Returns whether it may go by an index; what vouches for files reads them. */
  boolean usesIndex() {
    return followsRules() && !handlesLock();
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
