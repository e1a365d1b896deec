package dev.impresario.source.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks up names, refuses what must not be connected to, and holds what it has let pass for 300 s.
 * A connection is made to what is held, so a name that leads elsewhere when it is asked again
 * changes nothing. Safe for use by many threads.
 */
final class PinnedNames {
  private static final long HELD_NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MAXIMUM_PINS = 1_000;

  private final AllowList allowed;
  private final World world;
  private final ExecutorService threads; // since nothing can end a look-up that takes long
  private final Map<String, Pin> pins = new ConcurrentHashMap<>();

  /**
   * Addresses that passed.
   *
   * @param until until when they are held, by the ticker
   */
  private record Pin(List<InetAddress> addresses, long until) {}

  PinnedNames(AllowList allowed, World world, ExecutorService threads) {
    this.allowed = allowed;
    this.world = world;
    this.threads = threads;
  }

  /**
   * Returns the addresses to connect to, none of them forbidden.
   *
   * @param nanos how long a look-up may take
   * @throws FetchFailure if one of the addresses is forbidden, or there are none
   */
  List<InetAddress> addresses(WebAddress of, long nanos) throws FetchFailure {
    String key = of.authority();
    long now = world.ticker().getAsLong();
    Pin held = pins.get(key);
    if (held != null && held.until() - now > 0) {
      return held.addresses();
    }
    List<InetAddress> found = lookUp(of, nanos);
    for (InetAddress address : found) {
      check(of, address);
    }
    pins.values().removeIf(pin -> pin.until() - now <= 0);
    if (pins.size() < MAXIMUM_PINS) {
      pins.put(key, new Pin(found, now + HELD_NANOS));
    }
    return found;
  }

  private void check(WebAddress of, InetAddress address) throws FetchFailure {
    if (allowed.allows(of)) {
      if (!of.isLiteral() && Addresses.isNeverBehindAName(address)) {
        throw FetchFailure.refused(
            "host '%s' leads to %s, which no name may stand for; name the address itself"
                .formatted(of.host(), address.getHostAddress()));
      }
    } else if (!Addresses.isPublic(address)) {
      throw FetchFailure.refused(
          of.isLiteral()
              ? "address %s is not of the public internet".formatted(of.host())
              : "host '%s' leads to %s, which is not of the public internet"
                  .formatted(of.host(), address.getHostAddress()));
    }
  }

  private List<InetAddress> lookUp(WebAddress of, long nanos) throws FetchFailure {
    if (of.isLiteral()) {
      return List.of(literal(of.host()));
    }
    var begun = new AtomicBoolean();
    try {
      Future<InetAddress[]> answer = threads.submit(() -> lookUp(of, begun));
      try {
        List<InetAddress> found = List.of(answer.get(nanos, TimeUnit.NANOSECONDS));
        if (found.isEmpty()) {
          throw unknown(of, null);
        }
        return found;
      } finally {
        answer.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FetchFailure.answer("interrupted"); // says nothing of the host
    } catch (TimeoutException e) {
      if (!begun.get()) { // other names took all threads, which is no fault of this one
        throw FetchFailure.leftAlone(
            "the name '%s' is not looked up, since others take too long".formatted(of.host()), 0);
      }
      throw FetchFailure.passing("the name '%s' is not found in time".formatted(of.host()), e);
    } catch (ExecutionException | RejectedExecutionException e) {
      throw unknown(of, e);
    }
  }

  private InetAddress[] lookUp(WebAddress of, AtomicBoolean begun) throws IOException {
    begun.set(true);
    return world.names().lookUp(of.host());
  }

  private static FetchFailure unknown(WebAddress of, @Nullable Throwable cause) {
    return FetchFailure.passing("the name '%s' is not known".formatted(of.host()), cause);
  }

  private static InetAddress literal(String host) throws FetchFailure {
    try {
      return InetAddress.getByName(host);
    } catch (IOException e) {
      throw FetchFailure.refused("'%s' is no address".formatted(host));
    }
  }
}
