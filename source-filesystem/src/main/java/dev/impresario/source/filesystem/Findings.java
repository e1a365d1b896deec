package dev.impresario.source.filesystem;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a walk comes upon, and words its problems. */
final class Findings {
  private final int limit;
  private final List<AgentResource> resources = new ArrayList<>();
  private final List<Diagnostic> problems = new ArrayList<>();
  private final List<Diagnostic> remarks = new ArrayList<>();
  private int untold;

  /**
   * Creates empty findings.
   *
   * @param limit how many problems are told one by one
   */
  Findings(int limit) {
    this.limit = limit;
  }

  void add(AgentResource resource) {
    resources.add(resource);
  }

  int resources() {
    return resources.size();
  }

  /** Takes over what another one holds. */
  void addAll(Findings others) {
    resources.addAll(others.resources);
    problems.addAll(others.problems);
    untold += others.untold + Math.max(0, problems.size() - limit);
  }

  /** Returns whether no problem was left untold. */
  boolean allTold() {
    return untold == 0;
  }

  void badName(String path) {
    problem(
        "bad-name",
        path,
        "its name is no text in the character set that Java uses for file names",
        "rename it, or run Java in a UTF-8 locale");
  }

  void linkBroken(String path) {
    problem("link-broken", path, "the link leads to no file", "point it at a file, or remove it");
  }

  void linkOutside(String path) {
    problem(
        "link-outside",
        path,
        "the link leads out of the source's directory and is not followed",
        "copy the file here, or make its directory a source of its own");
  }

  void notRegular(String path) {
    problem(
        "not-a-regular-file",
        path,
        "it is no regular file and is not opened",
        "remove it, or exclude it");
  }

  void tooDeep(String path, int depth) {
    problem(
        "too-deep",
        path,
        "it is more than %d directories down and is not entered".formatted(depth),
        "move it up, or exclude it");
  }

  void unreadable(String path, IOException cause) {
    problem(
        "unreadable",
        path,
        "it cannot be read: " + reason(cause),
        "give the user that runs Java access to it, or exclude it");
  }

  void tooMany(int entries, int resources) {
    remarks.add(
        Diagnostic.ofSource(
            Severity.ERROR,
            "too-many-entries",
            "at most %d entries and %d matching files are looked at; the rest is left out"
                .formatted(entries, resources),
            "name a directory that holds agents only, or exclude directories"));
  }

  /** Returns all that was found, in an order that is the same for the same files. */
  Scan scan() {
    resources.sort((one, other) -> one.path().compareTo(other.path()));
    problems.sort(Findings::compare);
    problems.addAll(remarks);
    if (untold > 0) {
      problems.add(
          Diagnostic.ofSource(
              Severity.ERROR,
              "more-problems",
              "%d more entries have problems".formatted(untold),
              "solve those told first"));
    }
    return new Scan(resources, problems);
  }

  /** By whole paths: what is shown of long ones is cut, and so may be alike. */
  private static int compare(Diagnostic one, Diagnostic other) {
    int order = String.valueOf(one.path()).compareTo(String.valueOf(other.path()));
    return order != 0 ? order : one.code().compareTo(other.code());
  }

  private void problem(String code, String path, String message, String hint) {
    if (problems.size() < limit) {
      problems.add(Diagnostic.ofFile(Severity.ERROR, code, path, message, hint));
    } else {
      untold++;
    }
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "access denied";
    }
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason != null ? reason : cause.getClass().getSimpleName();
  }
}
