package dev.impresario.source.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What comes from outside: names, sockets, time and chance.
 *
 * @param names looks up a host name
 * @param sockets makes sockets that are not connected
 * @param tls what certificates are trusted, or null for what the JVM trusts
 * @param ticker nanoseconds that only go forward
 * @param clock the time of day
 * @param chance numbers from 0 to below 1
 * @param betweenTries waits before a retry
 * @param betweenPolls waits before a poll
 */
record World(
    Names names,
    Supplier<Socket> sockets,
    @Nullable SSLContext tls,
    LongSupplier ticker,
    InstantSource clock,
    DoubleSupplier chance,
    Pause betweenTries,
    Pause betweenPolls) {

  /** Looks up the addresses of a host. */
  @FunctionalInterface
  interface Names {
    InetAddress[] lookUp(String host) throws IOException;
  }

  /** Waits for so many nanoseconds. */
  @FunctionalInterface
  interface Pause {
    void nanos(long nanos) throws InterruptedException;
  }

  /** The world as it is. */
  static World real() {
    return new World(
        InetAddress::getAllByName,
        () -> new Socket(Proxy.NO_PROXY), // else the system's properties may name one
        null,
        System::nanoTime,
        InstantSource.system(),
        () -> ThreadLocalRandom.current().nextDouble(),
        TimeUnit.NANOSECONDS::sleep,
        TimeUnit.NANOSECONDS::sleep);
  }

  Instant now() {
    return clock.instant();
  }
}
