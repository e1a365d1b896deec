package dev.impresario.runtime.langchain4j;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** What newer JDKs can do. */
final class Jdk21 {
  private static final @Nullable MethodHandle SHUTDOWN_NOW = shutdownNow();

  private Jdk21() {}

  /** Ends the client's exchanges and its own thread; on older JDKs the latter ends when unused. */
  static void shutdownNow(HttpClient client) {
    if (SHUTDOWN_NOW == null) {
      return;
    }
    try {
      SHUTDOWN_NOW.invokeExact(client);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("shutdownNow threw what it does not declare", e);
    }
  }

  private static @Nullable MethodHandle shutdownNow() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpClient.class, "shutdownNow", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
