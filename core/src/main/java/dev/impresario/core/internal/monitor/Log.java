package dev.impresario.core.internal.monitor;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Made only when there is something to log: a logging library takes its time to start. */
final class Log implements Supplier<Logger> {

  @Override
  public Logger get() {
    return LoggerFactory.getLogger("dev.impresario.monitor");
  }
}
