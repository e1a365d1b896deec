package dev.impresario.core.internal.live;

import org.jspecify.annotations.Nullable;

/**
 * What a source runs when something may have changed. A source may keep it for longer than the
 * engine lives, so it lets go of the engine then. Safe for use by many threads.
 */
final class Hint implements Runnable {
  private volatile @Nullable Follower follower;

  Hint(Follower follower) {
    this.follower = follower;
  }

  @Override
  public void run() {
    Follower told = follower;
    if (told != null) {
      told.hint();
    }
  }

  void forget() {
    follower = null;
  }
}
