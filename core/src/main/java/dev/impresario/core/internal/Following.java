package dev.impresario.core.internal;

import dev.impresario.Subscription;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.core.internal.live.Follower;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the registry up to date by itself, if that is wished for. Safe for use by many threads. */
@Singleton
final class Following implements AutoCloseable {
  private final @Nullable Follower follower;

  @Inject
  Following(Watching watching, List<BoundSource> sources, Refresher refresher, ClassLoader loader) {
    this.follower =
        watching.on() && !sources.isEmpty()
            ? new Follower(
                watching.interval(),
                watching.quiet(),
                new Look(refresher),
                sources.stream().map(Following::hinting).toList(),
                Threads.daemons("impresario-registry-", loader))
            : null;
  }

  private static Function<Runnable, Subscription> hinting(BoundSource source) {
    return hint -> source.source().onChange(hint);
  }

  /** Begins, on a thread of its own, with the first scan if there was none. */
  void start() {
    if (follower != null) {
      follower.start();
    }
  }

  /** Returns what is wrong with it, for people, or null if nothing is. */
  @Nullable String trouble() {
    return follower == null ? null : follower.trouble();
  }

  @Override
  public void close() {
    if (follower != null) {
      follower.close();
    }
  }

  private record Look(Refresher refresher) implements Follower.Look {

    @Override
    public void first() {
      refresher.snapshot();
    }

    @Override
    public boolean again() {
      return refresher.follow();
    }
  }
}
