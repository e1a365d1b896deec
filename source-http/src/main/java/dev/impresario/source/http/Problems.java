package dev.impresario.source.http;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with single files, and words it. Used by one thread. */
final class Problems {
  private static final int MAXIMUM = 1_000;

  private final List<Diagnostic> found = new ArrayList<>();
  private final Set<String> paths = new TreeSet<>();
  private int untold;

  /** Takes over what another one holds. */
  void add(Problems other) {
    other.found.forEach(this::add);
    paths.addAll(other.paths);
    untold += other.untold;
  }

  void badPath(int index, String fault) {
    error(
        "manifest-entry",
        null,
        "the path of entry %d in the manifest %s".formatted(index, fault),
        "mend the manifest; the entry is left out");
  }

  void badEntry(String path, String fault) {
    error("manifest-entry", path, fault, "mend the manifest; what was known of the file stays");
  }

  void hashMismatch(String path) {
    error(
        "hash-mismatch",
        path,
        "it is not what the manifest says, by its SHA-256, and is refused",
        "publish the file first and the manifest after it; what was known of the file stays");
  }

  void failed(String path, FetchFailure failure) {
    boolean refused = failure.kind() == FetchFailure.Kind.REFUSED;
    error(refused ? "address-refused" : "fetch-failed", path, failure.reason(), failure.hint());
  }

  /** Returns the paths of which nothing new is known. */
  Set<String> paths() {
    return paths;
  }

  /** Returns all, in an order that is the same for the same problems. */
  List<Diagnostic> list() {
    var list = new ArrayList<>(found);
    list.sort(Comparator.comparing(Diagnostic::place).thenComparing(Diagnostic::message));
    if (untold > 0) {
      list.add(
          Diagnostic.ofSource(
              Severity.ERROR,
              "more-problems",
              "%d more files have problems".formatted(untold),
              "solve those told first"));
    }
    return list;
  }

  private void error(String code, @Nullable String path, String message, String hint) {
    if (path != null) {
      paths.add(path);
    }
    add(new Diagnostic(Severity.ERROR, code, null, path, 0, 0, message, hint));
  }

  private void add(Diagnostic problem) {
    if (found.size() < MAXIMUM) {
      found.add(problem);
    } else {
      untold++;
    }
  }
}
