package dev.impresario.source.http;

import java.util.concurrent.ThreadFactory;

/** Makes threads that keep no program alive. */
final class Threads {

  private Threads() {}

  static ThreadFactory named(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
