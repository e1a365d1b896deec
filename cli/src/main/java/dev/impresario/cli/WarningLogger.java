package dev.impresario.cli;

import dev.impresario.SafeText;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes warnings and errors, with their root cause and without stack traces. */
final class WarningLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  WarningLogger(String name) {
    this.name = name;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    String text = String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
    PrintStream err = System.err; // as it is now: a logger lives long
    err.println("impresario: warning: " + SafeText.escape(text + reason(cause)));
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "";
    }
    Throwable root = cause;
    for (int i = 0; root.getCause() != null && i < 100; i++) { // a ring of causes has no root
      root = root.getCause();
    }
    return " (" + root + ")";
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled(@Nullable Marker marker) {
    return isWarnEnabled();
  }

  @Override
  public boolean isErrorEnabled(@Nullable Marker marker) {
    return isErrorEnabled();
  }

  @Override
  public boolean isInfoEnabled(@Nullable Marker marker) {
    return isInfoEnabled();
  }

  @Override
  public boolean isDebugEnabled(@Nullable Marker marker) {
    return isDebugEnabled();
  }

  @Override
  public boolean isTraceEnabled(@Nullable Marker marker) {
    return isTraceEnabled();
  }
}
