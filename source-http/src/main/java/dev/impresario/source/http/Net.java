package dev.impresario.source.http;

import org.jspecify.annotations.Nullable;

/** All that fetching needs: threads, names, connections. Made at the first fetch. */
final class Net implements AutoCloseable {
  private static final int LOOK_UPS = 16;

  private final Settings settings;
  private final World world;
  private final Crew threads;
  private final Crew lookUps;
  private final Transport transport;
  private final Fetcher fetcher;

  Net(Settings settings, World world) {
    this.settings = settings;
    this.world = world;
    threads = new Crew(settings.limits().parallel(), "impresario-http-fetch");
    lookUps = new Crew(LOOK_UPS, "impresario-http-name");
    var names = new PinnedNames(settings.allowed(), world, lookUps);
    transport = new Transport(settings, names, world);
    fetcher = new Fetcher(settings, world, names, transport);
  }

  /** Returns what is held after asking what is there now; errors as {@link Round#run}. */
  State round(@Nullable State before) throws java.io.IOException {
    try {
      return new Round(settings, world, fetcher, threads, before).run();
    } finally {
      transport.cancelAll(); // what an interrupt, or the end of the time for all, left under way
    }
  }

  @Override
  public void close() {
    threads.dismiss();
    lookUps.dismiss();
    transport.close();
  }
}
