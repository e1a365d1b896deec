package dev.impresario.core.internal;

import dagger.Module;
import dagger.Provides;
import dev.impresario.core.internal.dispatch.Threads;
import dev.impresario.core.internal.live.Listeners;
import dev.impresario.core.internal.live.Rest;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** How what follows the sources is joined. Its classes know nothing of Dagger. */
@Module
final class LiveModule {

  private LiveModule() {}

  @Provides
  @Singleton
  static Rest rest(Watching watching) {
    return new Rest(watching.quiet(), InstantSource.system(), System::nanoTime);
  }

  @Provides
  @Singleton
  static Listeners listeners(ClassLoader loader) {
    return new Listeners(Threads.daemons("impresario-registry-listener-", loader));
  }
}
