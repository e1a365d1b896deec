package dev.impresario.source.classpath;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.Scan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers what a scan comes upon in all roots, settles who is first, and words the problems. */
final class Findings {
  private final Limits limits;
  private final TreeMap<String, RootResource> resources = new TreeMap<>();
  private final List<Diagnostic> problems = new ArrayList<>();
  private int untold;
  private int entries;
  private boolean full;

  Findings(Limits limits) {
    this.limits = limits;
  }

  int depth() {
    return limits.depth();
  }

  boolean isEmpty() {
    return resources.isEmpty() && problems.isEmpty();
  }

  /** Counts one more entry, and returns whether it may be looked at. */
  boolean mayLook() {
    full |= entries == limits.entries();
    entries++;
    return !full;
  }

  void offer(Root root, String path, String revision) {
    RootResource first = resources.get(path);
    if (first != null) {
      duplicate(path, first.root(), root);
    } else if (resources.size() == limits.resources()) {
      full = true;
    } else {
      resources.put(path, new RootResource(root, path, revision));
    }
  }

  void badName(String path) {
    error(
        "bad-name",
        path,
        "its name is no text in the character set that Java uses for file names",
        "rename it, or run Java in a UTF-8 locale");
  }

  void linkBroken(String path) {
    error("link-broken", path, "the link leads to no file", "point it at a file, or remove it");
  }

  void linkOutside(String path) {
    error(
        "link-outside",
        path,
        "the link leads out of the class path's directory and is not followed",
        "copy the file here");
  }

  void nameOutside(String path) {
    error(
        "name-outside",
        path,
        "its name in the jar leads out of the folder, or is no proper path",
        "mend the jar, or take it off the class path");
  }

  void notRegular(String path) {
    error(
        "not-a-regular-file",
        path,
        "it is no regular file and is not opened",
        "remove it, or exclude it");
  }

  void tooDeep(String path) {
    error(
        "too-deep",
        path,
        "it is more than %d directories down and is not entered".formatted(limits.depth()),
        "move it up, or exclude it");
  }

  void unreadable(String path, IOException cause) {
    error(
        "unreadable",
        path,
        "it cannot be read: " + reason(cause),
        "give the user that runs Java access to it, or exclude it");
  }

  void unreadableRoot(String root, Exception cause) {
    error(
        "unreadable",
        null,
        "'%s' cannot be read: %s".formatted(root, reason(cause)),
        "mend it, or take it off the class path");
  }

  void unsupported(String root) {
    error(
        "unsupported-location",
        null,
        "'%s' is neither a directory nor a local jar, so its files cannot be listed"
            .formatted(root),
        "unpack it, and use the source 'filesystem'");
  }

  /** Returns all that was found, in an order that is the same for the same files. */
  Scan scan() {
    problems.sort(Comparator.comparing(Diagnostic::place));
    if (full) {
      problems.add(
          Diagnostic.ofSource(
              Severity.ERROR,
              "too-many-entries",
              "at most %d entries and %d matching files are looked at; the rest is left out"
                  .formatted(limits.entries(), limits.resources()),
              "name a folder that holds agents only, or exclude folders"));
    }
    if (untold > 0) {
      problems.add(
          Diagnostic.ofSource(
              Severity.ERROR,
              "more-problems",
              "%d more entries have problems".formatted(untold),
              "solve those told first"));
    }
    return new Scan(List.copyOf(resources.values()), problems);
  }

  private void duplicate(String path, Root first, Root second) {
    problem(
        Severity.WARNING,
        "duplicate-resource",
        path,
        "it is in '%s' and in '%s'; the first one counts".formatted(first.name(), second.name()),
        "rename one, or take one off the class path");
  }

  private void error(String code, @Nullable String path, String message, String hint) {
    problem(Severity.ERROR, code, path, message, hint);
  }

  private void problem(
      Severity severity, String code, @Nullable String path, String message, String hint) {
    if (problems.size() < limits.diagnostics()) {
      problems.add(new Diagnostic(severity, code, null, path, 0, 0, message, hint));
    } else {
      untold++;
    }
  }

  private static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "access denied";
    }
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return "no such file";
    }
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason != null ? reason : cause.getClass().getSimpleName();
  }
}
