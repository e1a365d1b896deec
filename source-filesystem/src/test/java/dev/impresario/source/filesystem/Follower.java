package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An engine of a few lines that scans a source when it is hinted to, and never otherwise. */
final class Follower {
  private static final long SECONDS = 20;

  private final AgentSource source;
  private final Semaphore hints = new Semaphore(0);
  private final LinkedBlockingQueue<Scan> scans = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::follow, "follower");

  private volatile @Nullable IOException failure;

  private Follower(AgentSource source) {
    this.source = source;
  }

  static Follower of(Path directory, Events.Opener opener) throws Exception {
    return of(source(directory, new Watch(directory, opener, 1_000, System::nanoTime)));
  }

  /** Returns when all that is there now is watched. */
  static Follower of(AgentSource source) throws Exception {
    var follower = new Follower(source);
    source.scan();
    source.onChange(follower.hints::release);
    follower.thread.setDaemon(true);
    follower.thread.start();
    follower.await(scan -> true);
    return follower;
  }

  static AgentSource source(Path directory, Watch watch) {
    return new FilesystemSource(
        directory, PathFilter.MARKDOWN, false, Limits.DEFAULT, () -> Folder.LATER, watch);
  }

  /** Returns the first scan from the last one awaited on that is as wanted. */
  Scan await(Predicate<Scan> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    @Nullable Scan last = null;
    while (true) {
      Scan scan = scans.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(scan)
          .as("a scan that is as wanted; the last was %s, and failed: %s", last, failure)
          .isNotNull();
      if (wanted.test(scan)) {
        return scan;
      }
      last = scan;
    }
  }

  Scan awaitPaths(String... paths) throws InterruptedException {
    return await(scan -> Folder.paths(scan).equals(List.of(paths)));
  }

  /** Returns how many hints have led to a scan since the last one awaited. */
  int unseen() {
    return scans.size() + hints.availablePermits();
  }

  private void follow() {
    try {
      while (true) {
        hints.acquire();
        hints.drainPermits();
        scans.add(source.scan());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failure = e;
    }
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    source.close();
  }
}
