package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.SafeText;
import dev.impresario.core.internal.index.BadIndexException;
import dev.impresario.core.internal.index.BadIndexException.Kind;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What became of an index, for those who look at findings. Safe for use by many threads. */
final class IndexNews {
  static final IndexNews NONE = new IndexNews(Path.of(""));

  private static final String ANEW_HINT =
      "it is written anew unless that is reported too; only you may write to it and to its"
          + " directory";
  private static final String PLACE_HINT =
      "name a file in a directory that is there and to which, as to those above it, only you may"
          + " write; files are read instead";
  private static final String WRITE_HINT =
      "name a file in a directory that is there and that only you may write to";
  private static final String FOREIGN_HINT = "remove it, or name another file";

  private final Path file;
  private volatile @Nullable Diagnostic ignored;
  private volatile @Nullable Diagnostic notWritten;

  IndexNews(Path file) {
    this.file = file;
  }

  List<Diagnostic> findings() {
    return Stream.of(ignored, notWritten).filter(Objects::nonNull).toList();
  }

  /** The rules ask for more than an index can give. */
  void unused() {
    ignored =
        Diagnostic.ofSource(
            Severity.INFO,
            "index-ignored",
            "the index '%s' is not used, since pins are enforced and so every file is read"
                .formatted(name()),
            "leave the index out, or the pins");
  }

  /** Tells why it is of no use, and what becomes of it. */
  void ignored(Throwable cause) {
    Kind kind = kind(cause);
    Diagnostic finding =
        Diagnostic.ofSource(
            kind == Kind.EXPECTED ? Severity.INFO : Severity.WARNING,
            "index-ignored",
            "the index '%s' is not used: %s".formatted(name(), reason(cause)),
            kind == Kind.PLACE ? PLACE_HINT : ANEW_HINT);
    ignored = finding;
    if (kind == Kind.PLACE) { // all else mends itself
      log(finding);
    }
  }

  /** Logged too: at the close, nobody looks at findings any more. */
  void notWritten(Throwable cause) {
    notWritten(reason(cause), kind(cause) == Kind.FOREIGN ? FOREIGN_HINT : WRITE_HINT);
  }

  /** The engine is closed, and does not wait any longer. */
  void late(long seconds) {
    notWritten("that takes longer than %d s".formatted(seconds), WRITE_HINT);
  }

  private void notWritten(String reason, String hint) {
    Diagnostic finding =
        Diagnostic.ofSource(
            Severity.WARNING,
            "index-not-written",
            "the index '%s' is not written: %s".formatted(name(), reason),
            hint);
    notWritten = finding;
    log(finding);
  }

  private static void log(Diagnostic finding) {
    LoggerFactory.getLogger("dev.impresario.registry").warn("{}", finding);
  }

  private String name() {
    return SafeText.escape(file.toString());
  }

  private static Kind kind(Throwable cause) {
    return cause instanceof BadIndexException bad ? bad.kind() : Kind.WORTHLESS;
  }

  private static String reason(Throwable cause) {
    if (cause instanceof BadIndexException) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof AccessDeniedException) {
      return "access is denied";
    }
    String reason = cause instanceof FileSystemException failed ? failed.getReason() : null;
    return reason == null ? "it fails with " + cause.getClass().getName() : SafeText.escape(reason);
  }
}
