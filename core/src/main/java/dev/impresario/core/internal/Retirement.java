package dev.impresario.core.internal;

import dev.impresario.RegistryChange;
import dev.impresario.core.internal.pool.AgentPools;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Has the pools replace agents whose definition has changed, once there are pools. Safe for use by
 * many threads.
 */
@Singleton
final class Retirement {
  private volatile @Nullable AgentPools pools;

  @Inject
  Retirement() {}

  /** Tells of the pools, when they are made. */
  void concerns(AgentPools made) {
    pools = made;
  }

  /** Retires what has changed or is gone. Under no lock: an agent may be closed here. */
  void of(RegistryChange change) {
    AgentPools made = pools;
    if (made != null) {
      change.changed().forEach(made::retire);
      change.removed().forEach(made::retire);
    }
  }
}
