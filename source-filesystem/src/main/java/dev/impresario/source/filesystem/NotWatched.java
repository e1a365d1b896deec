package dev.impresario.source.filesystem;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;

/** Why changes are not, or not all, seen by events. Where there are several reasons, the first. */
enum NotWatched {
  NO_EVENTS(
      "the file system has none, or not for all of its directories",
      "set 'watch' to false, and rely on the interval of scans"),
  EXHAUSTED(
      "the system has no more of them to give",
      "raise fs.inotify.max_user_watches and fs.inotify.max_user_instances, or rely on the"
          + " interval of scans"),
  TOO_MANY(
      "it has more directories than are watched",
      "name a directory that holds agents only, or exclude directories"),
  REMOTE(
      "the file system may be changed from elsewhere, of which events tell nothing",
      "set 'watch' to false, and rely on the interval of scans");

  private final String reason;
  private final String remedy;

  NotWatched(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }

  /** Returns the same words at each scan, so that nothing looks changed. */
  Diagnostic diagnostic() {
    return Diagnostic.ofSource(
        Severity.WARNING,
        "not-watched",
        "events are to tell of changes, but %s; scans find the others".formatted(reason),
        remedy);
  }
}
