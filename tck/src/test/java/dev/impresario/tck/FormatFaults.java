package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.SafeText;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What authors of formats get wrong. */
final class FormatFaults {

  private static final Pattern CHOICES = Pattern.compile("(x|y)*");

  private FormatFaults() {}

  private static Fault fault(String what, Consumer<NoteFormat> plant, String rule, String words) {
    return new Fault(what, new NoteFormatProvider(plant), rule, words);
  }

  static List<Fault> ofWhatItSays() {
    return List.of(
        fault(
            "is not sure of its own files",
            format -> format.specificity = path -> 0,
            "specificity_ofAFileOfTheFormat_isAtMostTheLengthOfItsName",
            "at least 1"),
        fault(
            "outbids every other format",
            format -> format.specificity = path -> path.endsWith(".note") ? 1_000 : 0,
            "specificity_ofAFileOfTheFormat_isAtMostTheLengthOfItsName",
            "at most all of"),
        fault(
            "says -1 of files of others",
            format -> format.specificity = path -> path.endsWith(".note") ? 5 : -1,
            "specificity_ofAnyPath_isAtLeastZero",
            "must be 0 or more"),
        fault(
            "needs a dot in each path",
            format -> format.specificity = path -> afterDot(path).equals("note") ? 5 : 0,
            "specificity_ofAnyPath_isAtLeastZero",
            "must be 0 or more"),
        fault(
            "allows no bytes",
            format -> format.maximumBytes = () -> 0,
            "maximumBytes_isEnoughForAnExample",
            "how many bytes a file may have"),
        fault(
            "has a revision of the object",
            format -> format.revision = () -> System.identityHashCode(format),
            "revision_withTheSameOptions_isTheSame",
            "each format with the same options"));
  }

  static List<Fault> ofGoodFiles() {
    return List.of(
        fault(
            "takes no short ids",
            format -> change(format, FormatFaults::refuseShortId),
            "parse_ofAnExample_findsTheId",
            "must take an example for an agent"),
        fault(
            "spells ids its own way",
            format -> changeHeader(format, FormatFaults::withShortIdInUpperCase),
            "parse_ofAnExample_findsTheId",
            "the id that the example declares"),
        fault(
            "counts characters up to the prompt",
            format -> changeOffset(format, FormatFaults::inCharacters),
            "parse_ofAnExample_findsWhereThePromptBegins",
            "not character"),
        fault(
            "takes the empty line for a part of the prompt",
            format -> changeOffset(format, (offset, content) -> offset - 1),
            "parse_ofAnExample_findsWhereThePromptBegins",
            "the prompt begins"),
        fault(
            "ends the head at the last empty line",
            format ->
                changeOffset(format, (offset, content) -> text(content).lastIndexOf("\n\n") + 2),
            "parse_ofAnExample_findsWhereThePromptBegins",
            "the prompt begins"),
        fault(
            "writes names in upper case as people here do",
            format -> changeHeader(format, FormatFaults::namedInUpperCase),
            "parse_inAnotherLocale_givesTheSame",
            "whatever the default locale is"));
  }

  static List<Fault> ofThrowing() {
    return List.of(
        fault(
            "looks at the first byte of no bytes",
            format -> check(format, content -> content[0]),
            "parse_ofOddFiles_throwsNothing",
            "The file of 0 bytes is ''"),
        fault(
            "returns null for what begins with a byte order mark",
            FormatFaults::returnNullForAMark,
            "parse_ofOddFiles_throwsNothing",
            "must throw nothing"),
        fault(
            "needs an end of the first line",
            format -> check(format, FormatFaults::endOfFirstLine),
            "parse_ofPartsOfAFile_throwsNothing",
            "must throw nothing"),
        fault(
            "takes a text of the file for a template",
            format -> check(format, FormatFaults::formatted),
            "parse_ofDamagedFiles_throwsNothing",
            "must throw nothing"),
        fault(
            "calls itself for each bracket",
            format -> check(format, content -> depth(text(content), text(content).indexOf("[["))),
            "parse_ofDeepNesting_throwsNothing",
            "StackOverflowError"),
        fault(
            "has an expression that repeats a choice",
            format -> check(format, FormatFaults::choices),
            "parse_ofHugeValues_throwsNothing",
            "StackOverflowError"),
        fault(
            "makes room for more than there is",
            format -> check(format, FormatFaults::room),
            "parse_ofHugeValues_throwsNothing",
            "OutOfMemoryError"),
        fault(
            "looks at all lines for each of them",
            format -> check(format, FormatFaults::linesTimesLines),
            "parse_ofHugeValues_throwsNothing",
            "did not end within 5 s"));
  }

  static List<Fault> ofResults() {
    var made = new AtomicInteger();
    return List.of(
        fault(
            "only mentions what is wrong",
            format -> format.refusing = FormatFaults::mention,
            "parse_thatFindsNoAgent_saysWhy",
            "must say why by an error or a warning"),
        fault(
            "takes what has no sound id for a file of others",
            format -> format.refusing = FormatFaults::refuseAllButIds,
            "parse_thatFindsNoAgent_saysWhy",
            "does not take an example's id"),
        fault(
            "takes the byte after an end of line for granted",
            format -> changeOffset(format, FormatFaults::afterTheEnd),
            "parse_thatFindsAnAgent_hasItsPromptBeginWithinTheFile",
            "within the file or at its end"),
        fault(
            "takes anything for an id",
            format -> format.soundId = id -> true,
            "parse_thatFindsAnAgent_givesAHeaderThatIsSound",
            "visible characters"),
        fault(
            "takes an id of any length",
            format -> format.soundId = FormatFaults::isVisible,
            "parse_thatFindsAnAgent_givesAHeaderThatIsSound",
            "1 to 1,000 visible characters"),
        fault(
            "sees control characters only",
            format -> format.soundId = FormatFaults::isWithoutControls,
            "parse_thatFindsAnAgent_givesAHeaderThatIsSound",
            "1 to 1,000 visible characters"),
        fault(
            "has numbers for attributes",
            format ->
                changeHeader(format, header -> NoteFormat.header(header.id(), Map.of("fields", 3))),
            "parse_thatFindsAnAgent_givesAHeaderThatIsSound",
            "attributes that are texts, lists and maps"),
        fault(
            "miscounts lines",
            format ->
                format.refusing =
                    (path, line, problem) -> NoteFormat.refusal(path, line * 100, problem),
            "parse_thatFindsProblems_pointsIntoTheFile",
            "must be one of the file"),
        fault(
            "does not say which file is wrong",
            format ->
                format.refusing = (path, line, problem) -> NoteFormat.refusal("?", line, problem),
            "parse_thatFindsProblems_pointsIntoTheFile",
            "must be the path that was parsed"),
        fault(
            "mends the bytes where they are",
            format -> check(format, content -> content.length == 0 ? 0 : (content[0] |= 32)),
            "parse_leavesTheBytesAsTheyAre",
            "must not change the array"),
        fault(
            "gives what depends on the object, where an id is odd",
            format -> numberHeaders(format, made.incrementAndGet()),
            "parse_ofTheSameBytes_givesTheSame",
            "the same for the same bytes"),
        fault(
            "keeps what it found by the path",
            format -> keep(format, (path, content) -> path),
            "parse_ofTheSameBytes_givesTheSame",
            "whatever was parsed before"),
        fault(
            "keeps what it found by path and length",
            format -> {
              format.refusing = (path, line, problem) -> NoteFormat.refusal(path, 0, problem);
              keep(format, (path, content) -> path + content.length);
            },
            "parse_ofTheSameBytes_givesTheSame",
            "whatever was parsed before"),
        fault(
            "keeps what it is at in a field",
            FormatFaults::refuseASecond,
            "parse_byManyThreads_givesTheSame",
            "to many threads at once"));
  }

  private static String afterDot(String path) {
    return path.substring(path.lastIndexOf('.')).substring(1);
  }

  private static String text(byte[] content) {
    return new String(content, ISO_8859_1); // a character for each byte
  }

  /** Has what was parsed changed. */
  private static void change(
      NoteFormat format, BiFunction<ParsedAgent, byte[], ParsedAgent> change) {
    format.parsing = (path, content) -> change.apply(format.right(path, content), content);
  }

  private static void changeHeader(NoteFormat format, UnaryOperator<Header> change) {
    change(
        format,
        (agent, content) ->
            agent.header() == null
                ? agent
                : ParsedAgent.of(change.apply(agent.header()), agent.bodyOffset(), List.of()));
  }

  private static void numberHeaders(NoteFormat format, int number) {
    changeHeader(
        format,
        header ->
            header.id().matches("(?i)qa|code-reviewer")
                ? header
                : NoteFormat.header(header.id(), Map.of("number", "number " + number)));
  }

  static void changeOffset(NoteFormat format, BiFunction<Integer, byte[], Integer> change) {
    change(
        format,
        (agent, content) ->
            agent.header() == null
                ? agent
                : ParsedAgent.of(
                    agent.header(), change.apply(agent.bodyOffset(), content), List.of()));
  }

  /** Has the content looked at before it is parsed. */
  private static void check(NoteFormat format, ToIntFunction<byte[]> look) {
    format.parsing =
        (path, content) -> {
          int seen = look.applyAsInt(content);
          return seen == Integer.MIN_VALUE
              ? ParsedAgent.notThisFormat()
              : format.right(path, content);
        };
  }

  private static ParsedAgent refuseShortId(ParsedAgent agent, byte[] content) {
    return text(content).startsWith("agent: qa\n")
        ? NoteFormat.refusal("team/qa.note", 1, "it is too short")
        : agent;
  }

  private static Header withShortIdInUpperCase(Header header) {
    return header.id().equals("qa") ? NoteFormat.header("QA", header.attributes()) : header;
  }

  @SuppressWarnings("StringCaseLocaleUsage") // which is the fault
  private static Header namedInUpperCase(Header header) {
    return NoteFormat.header(header.id(), Map.of("name", header.id().toUpperCase()));
  }

  static int inCharacters(int offset, byte[] content) {
    return new String(content, 0, offset, UTF_8).length();
  }

  @SuppressWarnings("NullAway") // which is the fault
  private static void returnNullForAMark(NoteFormat format) {
    format.parsing =
        (path, content) ->
            text(content).startsWith("\u00EF\u00BB\u00BF") ? null : format.right(path, content);
  }

  private static int endOfFirstLine(byte[] content) {
    return NoteFormat.isMarked(content) ? text(content).split("[\r\n]", 2)[1].length() : 0;
  }

  @SuppressWarnings({"FormatStringAnnotation", "AnnotateFormatMethod"}) // which is the fault
  private static int formatted(byte[] content) {
    int end = NoteFormat.headEnd(content);
    return end < 0 ? 0 : String.format(text(content).substring(0, end)).length();
  }

  private static int depth(String text, int at) {
    return at < 0 || at >= text.length() || text.charAt(at) != '[' ? 0 : 1 + depth(text, at + 1);
  }

  private static int choices(byte[] content) {
    String text = text(content);
    int start = Math.max(text.indexOf("xxx"), 0);
    return CHOICES.matcher(text).region(start, text.length()).lookingAt() ? 1 : 0;
  }

  private static int room(byte[] content) {
    return text(content).contains("x".repeat(1_100)) ? new long[Integer.MAX_VALUE].length : 0;
  }

  /** Waits for as long as that would take. */
  private static int linesTimesLines(byte[] content) {
    long lines = NoteFormat.isMarked(content) ? text(content).lines().count() : 0;
    if (lines > 12_000) {
      LockSupport.parkNanos(lines * lines * 50);
    }
    return (int) lines;
  }

  private static boolean isVisible(String id) {
    return !id.isBlank() && id.codePoints().noneMatch(SafeText::isUnsafe);
  }

  private static boolean isWithoutControls(String id) {
    return !id.isBlank() && id.length() <= 1_000 && id.chars().noneMatch(Character::isISOControl);
  }

  private static ParsedAgent refuseAllButIds(String path, int line, String problem) {
    return problem.contains("no id")
        ? ParsedAgent.notThisFormat()
        : NoteFormat.refusal(path, line, problem);
  }

  private static void keep(NoteFormat format, BiFunction<String, byte[], String> key) {
    var kept = new ConcurrentHashMap<String, ParsedAgent>();
    format.parsing =
        (path, content) ->
            kept.computeIfAbsent(key.apply(path, content), k -> format.right(path, content));
  }

  private static ParsedAgent mention(String path, int line, String problem) {
    var note = Diagnostic.at(Severity.INFO, "note", path, line, 0, problem, null);
    return new ParsedAgent(null, 0, List.of(note));
  }

  private static int afterTheEnd(int offset, byte[] content) {
    return offset == content.length ? offset + 1 : offset;
  }

  private static void refuseASecond(NoteFormat format) {
    var busy = new AtomicInteger();
    format.parsing =
        (path, content) -> {
          try {
            if (busy.incrementAndGet() > 1) {
              return ParsedAgent.notThisFormat();
            }
            LockSupport.parkNanos(1); // so that others do come
            return format.right(path, content);
          } finally {
            busy.decrementAndGet();
          }
        };
  }
}
