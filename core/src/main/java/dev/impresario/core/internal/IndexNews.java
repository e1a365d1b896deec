package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.SafeText;
import dev.impresario.core.internal.index.BadIndexException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What became of an index, for those who look at findings. Safe for use by many threads. */
final class IndexNews {
  static final IndexNews NONE = new IndexNews(Path.of(""));

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

  void ignored(Throwable cause) {
    boolean expected = cause instanceof BadIndexException bad && bad.isExpected();
    ignored =
        Diagnostic.ofSource(
            expected ? Severity.INFO : Severity.WARNING,
            "index-ignored",
            "the index '%s' is not used: %s".formatted(name(), reason(cause)),
            "it is written anew unless that is reported too; only you may write to it and to its"
                + " directory");
  }

  /** Logged too: at the close, nobody looks at findings any more. */
  void notWritten(Throwable cause) {
    Diagnostic finding =
        Diagnostic.ofSource(
            Severity.WARNING,
            "index-not-written",
            "the index '%s' is not written: %s".formatted(name(), reason(cause)),
            "name a file in a directory that is there and that only you may write to");
    notWritten = finding;
    LoggerFactory.getLogger("dev.impresario.registry").warn("{}", finding);
  }

  private String name() {
    return SafeText.escape(file.toString());
  }

  private static String reason(Throwable cause) {
    return cause instanceof BadIndexException
        ? String.valueOf(cause.getMessage())
        : "it fails with " + cause.getClass().getName();
  }
}
