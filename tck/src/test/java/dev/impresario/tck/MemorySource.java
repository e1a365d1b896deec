package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Subscription;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Scan;
import dev.impresario.tck.MemoryPlace.Stored;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A source that keeps all rules, and whose parts can be replaced by wrong ones. */
final class MemorySource implements AgentSource {
  final MemoryPlace place;

  Supplier<String> name = () -> "memory";
  UnaryOperator<List<Stored>> listing = MemorySource::sorted;
  Scanning scanning = this::right;
  Function<Stored, String> path = Stored::path;
  Function<Stored, String> revision = file -> Long.toString(file.changed());
  Function<Stored, Diagnostic> problem = file -> problem(Severity.ERROR, file);
  boolean lasting;
  Reading reading = this::right;
  Runnable closing = () -> {};
  Function<Runnable, Subscription> following = hint -> () -> {};

  /** Scans. */
  interface Scanning {
    Scan scan() throws IOException;
  }

  /** Reads a file as it was when it was scanned, or as it is now. */
  interface Reading {
    byte[] read(Stored seen, int limit) throws IOException;
  }

  MemorySource(MemoryPlace place) {
    this.place = place;
  }

  @Override
  public String name() {
    return name.get();
  }

  @Override
  public Scan scan() throws IOException {
    return scanning.scan();
  }

  @Override
  public Subscription onChange(Runnable hint) {
    return following.apply(hint);
  }

  @Override
  public void close() {
    closing.run();
  }

  Scan right() throws IOException {
    if (!place.isReachable()) {
      throw new IOException("cannot be reached");
    }
    return listed();
  }

  Scan listed() {
    var resources = new ArrayList<AgentResource>();
    var problems = new ArrayList<Diagnostic>();
    for (Stored file : listing.apply(place.files())) {
      if (file.spoiled()) {
        problems.add(problem.apply(file));
      } else {
        resources.add(new Resource(this, file, path.apply(file), revision.apply(file)));
      }
    }
    return new Scan(resources, problems);
  }

  byte[] right(Stored seen, int limit) throws IOException {
    return bounded(now(seen).text().getBytes(UTF_8), limit);
  }

  Stored now(Stored seen) throws IOException {
    Stored now = place.file(seen.path());
    if (now == null) {
      throw new NoSuchFileException(seen.path());
    }
    if (now.spoiled()) {
      throw new IOException("it is spoiled");
    }
    return now;
  }

  static byte[] bounded(byte[] content, int limit) {
    if (content.length > limit) {
      throw new AgentTooLargeException(content.length, limit);
    }
    return content;
  }

  static List<Stored> sorted(List<Stored> files) {
    return files.stream().sorted(Comparator.comparing(Stored::path)).toList();
  }

  static Diagnostic problem(Severity severity, Stored file) {
    return Diagnostic.ofFile(severity, "unreadable", file.path(), "it is spoiled", null);
  }

  private record Resource(MemorySource source, Stored seen, String path, String revision)
      implements AgentResource {

    @Override
    public boolean hasLastingRevision() {
      return source.lasting;
    }

    @Override
    public byte[] read(int limit) throws IOException {
      return source.reading.read(seen, limit);
    }
  }
}
