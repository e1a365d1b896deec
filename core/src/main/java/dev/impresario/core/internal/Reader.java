package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Origin;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns one file into what is known of it. Safe for use by many threads. */
@Singleton
final class Reader {
  private static final String TOO_LARGE_HINT =
      "shorten it, or raise the format's option max-file-bytes";
  private static final String PLUGIN_HINT = "this is a bug of the source or format; report it";

  private final Formats formats;
  private final CoalescingPromptCache prompts;

  @Inject
  Reader(Formats formats, CoalescingPromptCache prompts) {
    this.formats = formats;
    this.prompts = prompts;
  }

  /** Reads the file; returns null if it is gone. */
  @Nullable FileState read(
      BoundSource source, AgentResource resource, @Nullable FileState previous) {
    return read(source, resource, previous, false);
  }

  /** Reads the file and puts its prompt in the cache; returns null if it is gone. */
  @Nullable FileState readAndHold(
      BoundSource source, AgentResource resource, @Nullable FileState previous) {
    return read(source, resource, previous, true);
  }

  private @Nullable FileState read(
      BoundSource source, AgentResource resource, @Nullable FileState previous, boolean hold) {
    List<Format> possible = formats.forPath(resource.path());
    if (possible.isEmpty()) {
      return FileState.none(resource, List.of());
    }
    try {
      byte[] bytes = resource.read(maximumBytes(possible));
      FileState state = parse(source, resource, possible, bytes, previous);
      Candidate candidate = state.candidate();
      if (hold && candidate != null && state.problems().isEmpty()) {
        prompts.hold(candidate.key(), candidate.promptIn(bytes));
      }
      return state;
    } catch (NoSuchFileException e) {
      return null;
    } catch (ClosedByInterruptException e) {
      throw new ScanInterruptedException(e); // nothing is wrong with the file
    } catch (AgentTooLargeException e) {
      Diagnostic tooLarge = error(source, resource, "too-large", e.getMessage(), TOO_LARGE_HINT);
      return failed(resource, previous, List.of(tooLarge), true);
    } catch (IOException e) {
      Diagnostic unreadable = error(source, resource, "unreadable", reason(e), null);
      return failed(resource, previous, List.of(unreadable), false);
    } catch (RuntimeException | StackOverflowError e) {
      // a plugin's bug must not cost the other files
      Diagnostic bug = error(source, resource, "plugin-failed", e.toString(), PLUGIN_HINT);
      return failed(resource, previous, List.of(bug), false);
    }
  }

  private FileState parse(
      BoundSource source,
      AgentResource resource,
      List<Format> possible,
      byte[] bytes,
      @Nullable FileState previous) {
    String version = Sha256.of(bytes);
    Candidate same = sameVersion(version, previous);
    if (same != null) {
      return FileState.good(resource, same);
    }
    for (Format format : possible) {
      ParsedAgent parsed = format.reads().parse(resource.path(), bytes);
      List<Diagnostic> diagnostics = named(parsed.diagnostics(), source);
      Header header = parsed.header();
      if (header != null) {
        return FileState.good(
            resource,
            candidate(source, resource, format, version, header, parsed.bodyOffset(), diagnostics));
      }
      if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
        return failed(resource, previous, diagnostics, true);
      }
      if (!diagnostics.isEmpty()) {
        return FileState.none(resource, diagnostics);
      }
    }
    return FileState.none(resource, List.of());
  }

  /** Returns the candidate of the previous state if the file still holds just that. */
  private static @Nullable Candidate sameVersion(String version, @Nullable FileState previous) {
    if (previous == null || !previous.problems().isEmpty()) {
      return null;
    }
    Candidate candidate = previous.candidate();
    return candidate != null && candidate.metadata().version().equals(version) ? candidate : null;
  }

  private static Candidate candidate(
      BoundSource source,
      AgentResource resource,
      Format format,
      String version,
      Header header,
      int bodyOffset,
      List<Diagnostic> warnings) {
    String id = Ids.canonical(header.id());
    var metadata =
        new AgentMetadata(
            id,
            header.name(),
            header.description(),
            header.type(),
            header.specializations(),
            header.tools(),
            header.model(),
            header.attributes(),
            new Origin(source.name(), source.scope(), format.id(), resource.path()),
            version,
            false);
    return new Candidate(
        metadata,
        source.rank(),
        new PromptKey(id, version, format.id(), format.reads().revision()),
        resource,
        bodyOffset,
        format.reads().maximumBytes(),
        warnings,
        null,
        null);
  }

  /** Keeps the last good version of a file that cannot be read any more, and says so. */
  private FileState failed(
      AgentResource resource,
      @Nullable FileState previous,
      List<Diagnostic> problems,
      boolean settled) {
    Candidate good = previous == null ? null : previous.candidate();
    if (good == null) {
      return new FileState(resource.revision(), null, problems, settled);
    }
    Candidate kept = good.keptThough(firstError(problems), prompts.peek(good.key()));
    var all = new ArrayList<>(problems);
    all.add(keptNotice(kept));
    return new FileState(resource.revision(), kept, List.copyOf(all), settled);
  }

  private static Diagnostic firstError(List<Diagnostic> problems) {
    return problems.stream().filter(Diagnostic::isError).findFirst().orElseThrow();
  }

  private static Diagnostic keptNotice(Candidate kept) {
    AgentMetadata metadata = kept.metadata();
    String message =
        kept.pinned() != null
            ? "the last good version of agent '%s' stays in use"
            : "agent '%s' is known from its last good version, but its prompt is gone";
    return Diagnostic.of(
            Severity.WARNING,
            "last-good-version",
            metadata.origin().path(),
            message.formatted(metadata.id()),
            "mend the file")
        .withSource(metadata.origin().source());
  }

  private static int maximumBytes(List<Format> possible) {
    return possible.stream().mapToInt(format -> format.reads().maximumBytes()).max().orElse(0);
  }

  private static List<Diagnostic> named(List<Diagnostic> diagnostics, BoundSource source) {
    return diagnostics.stream().map(diagnostic -> diagnostic.withSource(source.name())).toList();
  }

  private static Diagnostic error(
      BoundSource source,
      AgentResource resource,
      String code,
      @Nullable String message,
      @Nullable String hint) {
    return Diagnostic.of(Severity.ERROR, code, resource.path(), String.valueOf(message), hint)
        .withSource(source.name());
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "it may not be read" : "it cannot be read: " + e;
  }
}
