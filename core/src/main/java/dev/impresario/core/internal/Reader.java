package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Origin;
import dev.impresario.ToolGrant;
import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.index.IndexedFile;
import dev.impresario.core.internal.live.StillChangingException;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one file into what is known of it. Sources and formats are foreign code: whatever they
 * throw concerns that file alone. Safe for use by many threads.
 */
@Singleton
final class Reader {

  /** How the content of a file is come by. */
  @FunctionalInterface
  interface Content {
    /** Whatever is there. */
    Content AS_IT_IS = AgentResource::read;

    /** Returns at most so many bytes, or throws what a resource may throw. */
    byte[] of(AgentResource resource, int limit) throws IOException;
  }

  /**
   * What a file held when it was read again.
   *
   * @param state what is known of it now, or null if it is gone
   * @param prompt the prompt of the state's candidate, or null if just that was not read
   */
  record Reread(@Nullable FileState state, @Nullable String prompt) {}

  /** What is done with the prompt of a file that was read and is in order. */
  @FunctionalInterface
  private interface Use {
    void of(Candidate candidate, byte[] bytes);
  }

  private static final String TOO_LARGE_HINT =
      "shorten it, or raise the format's option max-file-bytes";
  private static final String PLUGIN_HINT = "this is a bug of the source or format; report it";

  private final Formats formats;
  private final CoalescingPromptCache prompts;
  private final Indexing indexing;

  // what many files have in common
  private final Interner<ToolGrant> grants = new Interner<>();
  private final Interner<String> words = new Interner<>();

  @Inject
  Reader(Formats formats, CoalescingPromptCache prompts, Indexing indexing) {
    this.formats = formats;
    this.prompts = prompts;
    this.indexing = indexing;
  }

  /** Makes one without an index. */
  Reader(Formats formats, CoalescingPromptCache prompts) {
    this(formats, prompts, Indexing.off());
  }

  /**
   * Reads a file that a scan has found changed; returns null if it is gone. If the prompt of its
   * last version is cached, so is that of this one: who loads it is not to wait for its file.
   *
   * @throws StillChangingException if the content is not taken for complete
   */
  @Nullable FileState read(
      BoundSource source, ScannedFile file, @Nullable FileState previous, Content content)
      throws StillChangingException {
    Use successor =
        (candidate, bytes) -> {
          if (isSuccessor(candidate, previous)) {
            prompts.hold(candidate.key(), candidate.promptIn(bytes));
          }
        };
    try {
      return parse(source, file, previous, content, successor, false);
    } catch (NoSuchFileException e) {
      return null;
    } catch (StillChangingException e) {
      throw e;
    } catch (IOException e) {
      Diagnostic unreadable = error(source, file.path(), "unreadable", reason(e), null);
      return failed(file, previous, List.of(unreadable)).unsettled();
    }
  }

  /**
   * Reads a file that turned out to have changed when it was to be loaded. Its prompt is held, and
   * returned too, since the cache may forget it at once.
   *
   * @throws StillChangingException if the content is not taken for complete
   * @throws IOException if it cannot be read just now, which changes nothing of what is known
   */
  Reread reread(BoundSource source, ScannedFile file, @Nullable FileState previous, Content content)
      throws IOException {
    var read = new ArrayList<String>(1);
    Use always =
        (candidate, bytes) -> {
          read.add(candidate.promptIn(bytes));
          prompts.hold(candidate.key(), read.get(0));
        };
    try {
      // its revision is that of before
      FileState state = parse(source, file, previous, content, always, true).unsettled();
      return new Reread(state, read.isEmpty() ? null : read.get(0));
    } catch (NoSuchFileException e) {
      return new Reread(null, null);
    }
  }

  /** Returns the state of a file of which a scan could only say what is wrong. */
  FileState unknown(BoundSource source, String path, FileState previous, Diagnostic problem) {
    Candidate good = previous.candidate();
    if (good == null) {
      return previous;
    }
    Diagnostic here = error(source, path, problem.code(), problem.message(), problem.hint());
    if (previous.problems().contains(here)) {
      return previous;
    }
    return failed(new ScannedFile(good.resource(), path, ""), previous, List.of(here)).unsettled();
  }

  private FileState parse(
      BoundSource source,
      ScannedFile file,
      @Nullable FileState previous,
      Content content,
      Use use,
      boolean reread)
      throws IOException {
    try {
      List<Format> possible = formats.forPath(file.path());
      if (possible.isEmpty()) {
        return FileState.none(file, List.of());
      }
      FileState indexed = previous == null ? indexed(source, file, possible) : null;
      if (indexed != null) {
        return indexed;
      }
      byte[] bytes = bytes(file, maximumBytes(possible), content);
      FileState state = parsed(source, file, possible, bytes, previous, reread);
      Candidate candidate = state.candidate();
      if (candidate != null && state.problems().isEmpty()) {
        use.of(candidate, bytes);
      }
      return state;
    } catch (AgentTooLargeException e) {
      Diagnostic tooLarge = error(source, file.path(), "too-large", e.getMessage(), TOO_LARGE_HINT);
      return failed(file, previous, List.of(tooLarge));
    } catch (IOException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return bug(source, file, previous, e).unsettled();
    }
  }

  /** Returns what an earlier engine has read, or null if the file must be read. */
  private @Nullable FileState indexed(BoundSource source, ScannedFile file, List<Format> possible) {
    IndexedFile content = indexing.known(source, file);
    if (content == null) {
      return null;
    }
    for (Format format : possible) {
      if (content.parsed().header() == null || format.id().equals(content.format())) {
        return stateOrNull(source, file, format, content);
      }
    }
    return null;
  }

  private @Nullable FileState stateOrNull(
      BoundSource source, ScannedFile file, Format format, IndexedFile content) {
    try {
      return state(source, file, format, content, null);
    } catch (IllegalArgumentException e) {
      return null; // it was never an agent of ours
    }
  }

  /** What a format cannot parse is left alone until it changes: it would fail at every scan. */
  private FileState parsed(
      BoundSource source,
      ScannedFile file,
      List<Format> possible,
      byte[] bytes,
      @Nullable FileState previous,
      boolean reread) {
    try {
      return parse(source, file, possible, bytes, previous, reread);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return bug(source, file, previous, e);
    }
  }

  private FileState bug(
      BoundSource source, ScannedFile file, @Nullable FileState previous, Throwable thrown) {
    Diagnostic bug = error(source, file.path(), "plugin-failed", thrown.toString(), PLUGIN_HINT);
    return failed(file, previous, List.of(bug));
  }

  /** Returns whether this is a new version of an agent whose prompt was at hand. */
  @SuppressWarnings("ReferenceEquality") // an unchanged file keeps its very candidate
  private boolean isSuccessor(Candidate candidate, @Nullable FileState previous) {
    Candidate before = previous == null ? null : previous.candidate();
    return before != null
        && before != candidate
        && (before.pinned() != null || prompts.peek(before.key()) != null);
  }

  /** Reads within the limit, which a source might forget. */
  private static byte[] bytes(ScannedFile file, int limit, Content content) throws IOException {
    byte[] bytes = content.of(file.resource(), limit);
    if (bytes.length > limit) {
      throw new AgentTooLargeException(bytes.length, limit);
    }
    return bytes;
  }

  private FileState parse(
      BoundSource source,
      ScannedFile file,
      List<Format> possible,
      byte[] bytes,
      @Nullable FileState previous,
      boolean reread) {
    String version = Sha256.of(bytes);
    Candidate same = sameVersion(version, previous);
    if (same != null) {
      indexing.renew(source, file, version, reread);
      return FileState.good(file, same);
    }
    Format format = possible.get(0);
    ParsedAgent parsed = format.reads().parse(file.path(), bytes);
    for (int i = 1; i < possible.size() && isNotOf(parsed); i++) {
      format = possible.get(i);
      parsed = format.reads().parse(file.path(), bytes);
    }
    boolean agent = parsed.header() != null;
    if (agent) {
      checkOffset(parsed.bodyOffset(), bytes);
    }
    Diagnostic unseen = agent ? HiddenText.find(file.path(), bytes) : null;
    var content = new IndexedFile(agent ? format.id() : "", version, parsed, unseen);
    FileState state = state(source, file, format, content, previous);
    indexing.note(source, file, content, reread);
    return state;
  }

  private static boolean isNotOf(ParsedAgent parsed) {
    return parsed.header() == null && parsed.diagnostics().isEmpty();
  }

  /** Applies what holds for the source to what is in the file. */
  private FileState state(
      BoundSource source,
      ScannedFile file,
      Format format,
      IndexedFile content,
      @Nullable FileState previous) {
    ParsedAgent parsed = content.parsed();
    List<Diagnostic> diagnostics = named(parsed.diagnostics(), source);
    Header header = parsed.header();
    if (header == null) {
      return diagnostics.stream().anyMatch(Diagnostic::isError)
          ? failed(file, previous, diagnostics)
          : FileState.none(file, diagnostics);
    }
    Origin origin = new Origin(source.name(), source.scope(), format.id(), file.path());
    TrustedHeader trusted = TrustedHeader.of(header, source, file.path());
    AgentMetadata metadata = metadata(trusted.header(), origin, content.version());
    List<Diagnostic> all = with(diagnostics, trusted.finding(), content.hidden(), source);
    return FileState.good(file, candidate(source, file, format, metadata, parsed, all));
  }

  private static List<Diagnostic> with(
      List<Diagnostic> some,
      @Nullable Diagnostic stripped,
      @Nullable Diagnostic unseen,
      BoundSource source) {
    if (stripped == null && unseen == null) {
      return some;
    }
    var all = new ArrayList<>(some);
    if (stripped != null) {
      all.add(stripped);
    }
    if (unseen != null) {
      all.add(unseen.withSource(source.name()));
    }
    return List.copyOf(all);
  }

  /** Returns the candidate of the previous state if the file still holds just that. */
  private static @Nullable Candidate sameVersion(String version, @Nullable FileState previous) {
    if (previous == null || !previous.problems().isEmpty()) {
      return null;
    }
    Candidate candidate = previous.candidate();
    return candidate != null && candidate.metadata().version().equals(version) ? candidate : null;
  }

  private static void checkOffset(int bodyOffset, byte[] bytes) {
    if (bodyOffset > bytes.length) {
      throw new IllegalArgumentException(
          "the body begins at byte %d of %d".formatted(bodyOffset, bytes.length));
    }
  }

  private AgentMetadata metadata(Header header, Origin origin, String version) {
    String type = header.type();
    String model = header.model();
    return new AgentMetadata(
        Ids.canonical(Ids.checked(header.id())),
        header.name(),
        header.description(),
        type == null ? null : words.one(type),
        header.specializations(),
        grants.one(header.tools()),
        model == null ? null : words.one(model),
        header.attributes(),
        origin,
        version,
        false);
  }

  private static Candidate candidate(
      BoundSource source,
      ScannedFile file,
      Format format,
      AgentMetadata metadata,
      ParsedAgent parsed,
      List<Diagnostic> warnings) {
    return new Candidate(
        metadata,
        source.rank(),
        new PromptKey(metadata.id(), metadata.version(), format.id(), format.reads().revision()),
        file.resource(),
        parsed.bodyOffset(),
        format.reads().maximumBytes(),
        warnings,
        null,
        null);
  }

  /** Keeps the last good version of a file that cannot be read any more, and says so. */
  private FileState failed(
      ScannedFile file, @Nullable FileState previous, List<Diagnostic> problems) {
    Candidate good = previous == null ? null : previous.candidate();
    if (good == null) {
      return FileState.none(file, problems);
    }
    Candidate kept = good.keptThough(firstError(problems), prompts.peek(good.key()));
    var all = new ArrayList<>(problems);
    all.add(keptNotice(kept));
    return new FileState(file.revision(), kept, List.copyOf(all), true);
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
    return Diagnostic.ofFile(
            Severity.WARNING,
            "last-good-version",
            metadata.origin().path(),
            message.formatted(metadata.id()),
            "mend the file")
        .withSource(metadata.origin().source());
  }

  private static int maximumBytes(List<Format> possible) {
    int most = 0; // not by streams, here and below: for a process that starts, they are much code
    for (Format format : possible) {
      most = Math.max(most, format.reads().maximumBytes());
    }
    return most;
  }

  private static List<Diagnostic> named(List<Diagnostic> diagnostics, BoundSource source) {
    if (diagnostics.isEmpty()) {
      return List.of(); // as nearly always
    }
    return diagnostics.stream().map(diagnostic -> diagnostic.withSource(source.name())).toList();
  }

  private static Diagnostic error(
      BoundSource source,
      String path,
      String code,
      @Nullable String message,
      @Nullable String hint) {
    return Diagnostic.ofFile(Severity.ERROR, code, path, String.valueOf(message), hint)
        .withSource(source.name());
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "it may not be read" : "it cannot be read: " + e;
  }
}
