package dev.impresario.source.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes threads that keep no program alive, and groups of them that are there only when needed. */
final class Threads {
  private static final long IDLE_SECONDS = 5;

  private Threads() {}

  static ThreadFactory named(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  static ThreadPoolExecutor atMost(int threads, String name) {
    var group =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(name));
    group.allowCoreThreadTimeOut(true);
    return group;
  }
}
