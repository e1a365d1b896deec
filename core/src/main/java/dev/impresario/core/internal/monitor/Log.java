package dev.impresario.core.internal.monitor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Made only when there is something to log: a logging library takes its time to start. */
final class Log {
  private static final Logger LOGGER = LoggerFactory.getLogger("dev.impresario.monitor");

  private Log() {}

  static Logger logger() {
    return LOGGER;
  }
}
