package dev.impresario.source.classpath;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of a resource folder. Holds nothing open between calls, so there is nothing to close.
 * Safe for use by many threads.
 */
final class ClasspathSource implements AgentSource {
  private final RootFinder finder;
  private final PathFilter filter;
  private final boolean required;
  private final Limits limits;
  private final InstantSource clock;
  private final AtomicLong scans = new AtomicLong();

  ClasspathSource(
      RootFinder finder, PathFilter filter, boolean required, Limits limits, InstantSource clock) {
    this.finder = finder;
    this.filter = filter;
    this.required = required;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "classpath:" + finder.folder().name();
  }

  @Override
  public Scan scan() throws IOException {
    var revisions = new Revisions(clock.instant(), scans.incrementAndGet());
    var findings = new Findings(limits);
    List<Root> roots = finder.find(findings);
    if (roots.isEmpty() && findings.isEmpty()) {
      return missing();
    }
    roots.forEach(root -> list(root, revisions, findings));
    return findings.scan();
  }

  private void list(Root root, Revisions revisions, Findings findings) {
    try {
      root.list(filter, revisions, findings);
    } catch (IOException e) {
      findings.unreadableRoot(root.name(), e);
    }
  }

  private Scan missing() throws NoSuchFileException {
    if (required) {
      throw new NoSuchFileException(
          name(), null, "no such folder on the class path; add it, or set 'required' to false");
    }
    var warning =
        Diagnostic.ofSource(
            Severity.WARNING,
            "folder-missing",
            "there is no such folder on the class path, so it offers no agents",
            "add it (a jar needs an entry for the folder itself), or take this source away");
    return new Scan(List.of(), List.of(warning));
  }
}
