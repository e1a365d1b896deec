package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Entry;
import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads front matter that is not YAML, field by field, as the tools that people write it for do.
 *
 * <p>The text is cut at lines that begin with {@code key:}, and each piece is read as YAML alone. A
 * piece that fails is taken as raw text, with a warning. Prose that runs on at column 0 may hold
 * lines that only look like fields ({@code user: "hi"}), so such a piece goes on to the next field
 * that the dialect knows. What names the agent or limits it is never guessed: it is refused.
 *
 * <p>Only syntax is recovered. A tag, a limit passed or a key written twice stays an error.
 */
final class LenientReader {
  /** What the lines of an example begin with; no field is called so. */
  private static final Set<String> DIALOGUE = Set.of("user", "assistant", "commentary");

  private final Dialect dialect;
  private final Limits limits;
  private final Findings findings;
  private final YamlSyntax whole;
  private final YamlGuard guard;
  private final List<Entry> entries = new ArrayList<>();

  /** The lines that became part of raw text, by their number. */
  private final SortedMap<Integer, String> taken = new TreeMap<>();

  private boolean recovered;

  /** Creates one for a text in which, read as a whole, this is wrong. */
  LenientReader(Dialect dialect, Limits limits, Findings findings, YamlSyntax whole) {
    this.dialect = dialect;
    this.limits = limits;
    this.findings = findings;
    this.whole = whole;
    this.guard = new YamlGuard(limits);
  }

  Mapping read(String text, int firstLine) {
    List<String> lines = text.lines().toList();
    List<Piece> pieces = Piece.cut(lines, firstLine);
    refuseTextBefore(pieces, lines, firstLine);
    List<Outcome> outcomes = pieces.stream().map(this::parse).toList();
    for (int i = 0; i < pieces.size(); ) {
      i = take(pieces, outcomes, i);
    }
    refuseDuplicates();
    if (!recovered) {
      findings.warn(
          "yaml-recovered",
          whole.at(),
          "the front matter is not valid YAML and is read field by field: " + whole.problem(),
          "see whether every field begins at the line's begin");
    }
    var mapping = new Mapping(entries, entries.get(0).key().at());
    SwallowedGrant.refuse(dialect.grantFields(), mapping, taken);
    return mapping;
  }

  private void refuseTextBefore(List<Piece> pieces, List<String> lines, int firstLine) {
    if (pieces.isEmpty()) {
      throw whole.asRefusal("begin each field with 'key: ' at the line's begin");
    }
    for (int line = firstLine; line < pieces.get(0).line(); line++) {
      if (!Piece.isEmptyOrComment(lines.get(line - firstLine))) {
        throw new YamlSyntax(new Position(line, 1), "this line belongs to no field")
            .asRefusal("begin each field with 'key: ' at the line's begin");
      }
    }
    if (pieces.size() > limits.keys()) {
      throw YamlGuard.tooManyKeys(new Position(pieces.get(limits.keys()).line(), 1), limits);
    }
  }

  /** Exactly one of these is there. */
  private record Outcome(
      @Nullable List<Entry> entries, @Nullable YamlSyntax syntax, @Nullable Refusal refusal) {

    List<Entry> entriesOrThrow() {
      if (refusal != null) {
        throw refusal;
      }
      return Objects.requireNonNull(entries);
    }
  }

  private Outcome parse(Piece piece) {
    try {
      Node root = new YamlReader(guard, piece.text(), piece.line()).read();
      if (root instanceof Mapping mapping) {
        return new Outcome(mapping.entries(), null, null);
      }
      return new Outcome(null, whole, null);
    } catch (YamlSyntax syntax) {
      return new Outcome(null, syntax, null);
    } catch (Refusal refusal) {
      return new Outcome(null, null, refusal);
    }
  }

  /** Takes the field that begins at this piece, and returns the index of the next. */
  private int take(List<Piece> pieces, List<Outcome> outcomes, int i) {
    Piece head = pieces.get(i);
    boolean failed = outcomes.get(i).syntax() != null;
    int end = i + 1;
    if (failed && head.runsOnAt() > 0) {
      end = nextKnown(pieces, end);
    } else if (head.key().equals("description")) {
      int next = nextKnown(pieces, end);
      boolean dialogue = failed && end < next && DIALOGUE.contains(lower(pieces.get(end).key()));
      end = dialogue || anyRunsOn(pieces, outcomes, end, next) ? next : end;
    }
    if (!failed && end == i + 1) {
      entries.addAll(outcomes.get(i).entriesOrThrow());
    } else {
      recover(head, pieces.subList(i, end), firstProblem(outcomes.subList(i, end)));
    }
    return end;
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }

  private int nextKnown(List<Piece> pieces, int from) {
    return IntStream.range(from, pieces.size())
        .filter(i -> endsProse(pieces.get(i).key()))
        .findFirst()
        .orElse(pieces.size());
  }

  /** Prose ends where a field begins, be it one that only looks like a limit. */
  private boolean endsProse(String key) {
    return dialect.knows(key) || LookAlike.isLikeALimit(key, dialect);
  }

  private static boolean anyRunsOn(List<Piece> pieces, List<Outcome> outcomes, int from, int to) {
    return IntStream.range(from, to)
        .anyMatch(i -> outcomes.get(i).syntax() != null && pieces.get(i).runsOnAt() > 0);
  }

  private YamlSyntax firstProblem(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(Outcome::syntax)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(whole);
  }

  private void recover(Piece head, List<Piece> run, YamlSyntax syntax) {
    List<String> below =
        Stream.concat(
                head.lines().stream().skip(1),
                run.stream().skip(1).flatMap(piece -> piece.lines().stream()))
            .toList();
    refuseRunningOn(head);
    refuseBrokenList(head, syntax);
    String text =
        dialect.grantFields().contains(head.key())
            ? RawText.ofGrant(head, below, syntax)
            : RawText.of(head, below, syntax);
    taken.putAll(
        SwallowedGrant.numbered(below.stream().map(String::strip).toList(), head.line() + 1));
    warn(head, below, syntax);
    var key = new Scalar(head.key(), true, new Position(head.line(), 1));
    var value = new Scalar(text, false, new Position(head.line(), head.column()));
    entries.add(new Entry(key, value));
    recovered = true;
  }

  private void refuseRunningOn(Piece head) {
    int line = head.runsOnAt();
    if (line > 0 && dialect.isTyped(head.key())) {
      throw new Refusal(
          "yaml-syntax",
          new Position(line, 1),
          "this is not valid YAML: the line below '%s' belongs to no field".formatted(head.key()),
          "write it as 'key: value', with a blank after the colon");
    }
  }

  /** A name such as {@code [} would be a guess at what is plainly half a list. */
  private void refuseBrokenList(Piece head, YamlSyntax syntax) {
    boolean list = head.value().startsWith("[") || head.value().startsWith("{");
    if (list && dialect.isTyped(head.key()) && !dialect.grantFields().contains(head.key())) {
      throw syntax.asRefusal("close the bracket, or put the value in quotes");
    }
  }

  private void warn(Piece head, List<String> below, YamlSyntax syntax) {
    boolean oneLine = below.stream().allMatch(Piece::isEmptyOrComment);
    findings.warn(
        "yaml-recovered",
        syntax.at(),
        "'%s' is not valid YAML and is read as plain text: %s"
            .formatted(head.key(), syntax.problem()),
        oneLine
            ? "put the value of '%s' in quotes".formatted(head.key())
            : "write '%s: >-' and indent the text below it".formatted(head.key()));
  }

  private void refuseDuplicates() {
    var lines = new HashMap<String, Integer>();
    for (Entry entry : entries) {
      Position at = entry.key().at();
      YamlGuard.checkUnique(entry.name(), at, lines.put(entry.name(), at.line()));
    }
  }
}
