package dev.impresario.core.internal.pool;

import java.time.Duration;

/** Does small work later, unless the engine is closed by then. On any thread; must not block. */
@FunctionalInterface
public interface Alarm {

  /** Has the work done once, when so much time has passed or a little later. Never throws. */
  void after(Duration delay, Runnable work);
}
