package dev.impresario.cache.ehcache;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;

/** What the caches have told while it listened. */
final class Log {
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  void start() {
    appender.start();
    logger().addAppender(appender);
    logger().setAdditive(false);
  }

  void stop() {
    logger().detachAppender(appender);
    logger().setAdditive(true);
  }

  List<String> messages() {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Logger logger() {
    return (Logger) Warnings.LOG;
  }
}
