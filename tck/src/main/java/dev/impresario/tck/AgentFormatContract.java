package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.Origin;
import dev.impresario.SafeText;
import dev.impresario.Scope;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.Header;
import dev.impresario.spi.Options;
import dev.impresario.spi.ParsedAgent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What every format must do. Extend it, and say how a file of the format looks:
 *
 * <pre>{@code
 * class TomlFormatTest extends AgentFormatContract {
 *   @Override
 *   protected AgentFormatProvider provider() {
 *     return new TomlFormatProvider();
 *   }
 *
 *   @Override
 *   protected String path(String id) {
 *     return "agents/" + id + ".toml.md";
 *   }
 *
 *   @Override
 *   protected String example(String id, String prompt) {
 *     return "+++\nid = '" + id + "'\ntools = ['Read', 'Bash(git:*)']\n+++\n" + prompt;
 *   }
 * }
 * }</pre>
 *
 * <p>What a format must never do (throw, loop, point out of the file) is tried with thousands of
 * files that come from the example by damage. So the more kinds of values and brackets the example
 * has, the more is tried.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // as of all providers
public abstract class AgentFormatContract extends ProviderContract<AgentFormatProvider> {
  private static final int PATIENCE_SECONDS = 5;
  private static final int SHOWN = 500;
  private static final String PROMPT = "You review code.\n\nBe kind: \"short\" & to the point.\n";

  /** Too long, or with a character that people cannot see. */
  private static final List<String> UNSOUND_IDS =
      List.of("x".repeat(1_001), "q\u202Ea", "q\u200Ba", "q\u0085a");

  /** For the tests of a plugin. */
  protected AgentFormatContract() {}

  /**
   * Returns where a file may lie that declares an agent of this id, such as {@code agents/qa.md}.
   *
   * @param id one of {@link #ids}
   */
  protected abstract String path(String id);

  /**
   * Returns a file of this format that lies at {@link #path} and has whatever fields the format
   * has. What comes before the prompt, if anything, should have a character beyond ASCII in it,
   * such as the ü of a description.
   *
   * @param id what the agent is called: one of {@link #ids}, or one that the format may refuse
   * @param prompt what the file ends with: text that begins with a letter
   */
  protected abstract String example(String id, String prompt);

  /**
   * Returns ids that the format takes, one at least. Unless overridden, these are of lower-case
   * letters, one with a hyphen.
   */
  protected List<String> ids() {
    return List.of("qa", "code-reviewer");
  }

  private String id() {
    return ids().get(ids().size() - 1);
  }

  @Override
  final Class<AgentFormatProvider> kind() {
    return AgentFormatProvider.class;
  }

  @Override
  final AgentFormat create(AgentFormatProvider provider, Options options) {
    AgentFormat format = provider.create(options);
    assertThat(format).as("create(...) must make a format, and never return null").isNotNull();
    return format;
  }

  private AgentFormat format() throws Exception {
    return create(provider(), checkedOptions());
  }

  // What it says of itself

  @Test
  final void specificity_ofAFileOfTheFormat_isAtMostTheLengthOfItsName() throws Exception {
    for (String id : ids()) {
      String path = path(id);
      String name = path.substring(path.lastIndexOf('/') + 1);

      assertThat(format().specificity(path))
          .as(
              "specificity(\"%s\") must be how many characters of the name the format fixes: at"
                  + " least 1, since it is of the format, and at most all of '%s'",
              path, name)
          .isBetween(1, name.length());
    }
  }

  @Test
  final void specificity_ofAnyPath_isAtLeastZero() throws Exception {
    AgentFormat format = format();
    List<String> paths =
        List.of(
            "",
            "/",
            ".",
            "..",
            "a",
            "a/b",
            "a.",
            ".md",
            "/.md",
            "a/b/",
            "README",
            "a b/ü.txt",
            "日本.md",
            "\uD83D",
            "a\u0000b",
            "a\nb.md",
            "C:\\a.md",
            "a/".repeat(2_000) + "b.md");
    for (String path : paths) {
      assertThat(String.valueOf(outcome(() -> format.specificity(path))))
          .as("specificity(\"%s\") must be 0 or more", SafeText.escape(path))
          .containsOnlyDigits();
    }
  }

  @Test
  final void maximumBytes_isEnoughForAnExample() throws Exception {
    assertThat(format().maximumBytes())
        .as("maximumBytes() must be how many bytes a file may have, so more than an example has")
        .isGreaterThanOrEqualTo(bytes(example(id(), PROMPT)).length);
  }

  @Test
  final void revision_withTheSameOptions_isTheSame() throws Exception {
    AgentFormat format = format();
    int first = format.revision();

    assertThat(List.of(format.revision(), format().revision()))
        .as(
            "revision() must be the same at each call, and for each format with the same options;"
                + " prompts are cached under it")
        .containsOnly(first);
  }

  // Files that are as they should be

  @Test
  final void parse_ofAnExample_findsTheId() throws Exception {
    for (String id : ids()) {
      ParsedAgent agent = parse(path(id), bytes(example(id, PROMPT)));
      Header header = agent.header();

      assertThat(header)
          .as("parse(...) must take an example for an agent, but said %s", agent.diagnostics())
          .isNotNull();
      assertThat(header == null ? "" : header.id())
          .as("parse(...) must give the id that the example declares")
          .isEqualTo(id);
    }
  }

  @Test
  final void parse_ofAnExample_findsWhereThePromptBegins() throws Exception {
    List<String> prompts =
        List.of(
            "P",
            PROMPT,
            "Grüße, 日本, \uD83D\uDE00 and e\u0301\n",
            "Ends of lines\r\nthat are CR LF\r\n",
            "Blanks at the end  \t\n\n\n",
            "Twice the same.\n" + example(id(), "Twice the same.\n"));
    for (String prompt : prompts) {
      byte[] content = bytes(example(id(), prompt));
      assertPrompt(prompt, parse(path(id()), content.clone()), content);
    }
    assertPromptAfterWhatIsNotAscii();
  }

  /** Characters are told from bytes only where some of them come before the prompt. */
  private void assertPromptAfterWhatIsNotAscii() throws Exception {
    byte[] content = bytes(example(id() + "ü", PROMPT));
    ParsedAgent agent = parse(path(id()), content.clone());
    if (agent.header() != null) {
      assertPrompt(PROMPT, agent, content);
    } else { // this format has no such ids
      String example = example(id(), PROMPT);
      String head = example.substring(0, example.length() - PROMPT.length());
      assertThat(head.isEmpty() || !isAscii(head))
          .as(
              "example(...) must have a character beyond ASCII before the prompt, such as the ü of a"
                  + " description: else bodyOffset() might count characters for bytes unseen")
          .isTrue();
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static void assertPrompt(String prompt, ParsedAgent agent, byte[] content) {
    int offset = agent.bodyOffset();
    int within = Math.min(Math.max(offset, 0), content.length);

    assertThat(new String(content, within, content.length - within, UTF_8))
        .as(
            "bodyOffset() must be at which byte (not character) the prompt begins, which then"
                + " goes on to the end of the file; it is %d",
            offset)
        .isEqualTo(prompt);
  }

  @Test
  @ResourceLock(Resources.LOCALE)
  final void parse_inAnotherLocale_givesTheSame() throws Exception {
    Locale locale = Locale.getDefault();
    Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    try {
      List<ParsedAgent> english = parsedIn(Locale.ENGLISH);

      assertThat(parsedIn(Locale.forLanguageTag("tr")))
          .as(
              "parse(...) must give the same whatever the default locale is: 'I' and 'i' are not"
                  + " upper and lower case of one letter everywhere")
          .isEqualTo(english);
    } finally {
      Locale.setDefault(locale);
      Locale.setDefault(Locale.Category.DISPLAY, display);
      Locale.setDefault(Locale.Category.FORMAT, format);
    }
  }

  private List<ParsedAgent> parsedIn(Locale locale) throws Exception {
    Locale.setDefault(locale);
    var parsed = new ArrayList<ParsedAgent>();
    for (String id : ids()) {
      parsed.add(parse(path(id), bytes(example(id, PROMPT))));
      parsed.add(parse(path(id), bytes(example(id.toUpperCase(Locale.ROOT), PROMPT))));
    }
    return parsed;
  }

  // Files that are not: nothing is thrown

  @Test
  final void parse_ofOddFiles_throwsNothing() throws Exception {
    assertThrowsNothing(files().odd());
  }

  @Test
  final void parse_ofPartsOfAFile_throwsNothing() throws Exception {
    assertThrowsNothing(files().parts());
  }

  @Test
  final void parse_ofDamagedFiles_throwsNothing() throws Exception {
    assertThrowsNothing(files().damaged());
  }

  @Test
  final void parse_ofDeepNesting_throwsNothing() throws Exception {
    assertThrowsNothing(files().nested());
  }

  @Test
  final void parse_ofHugeValues_throwsNothing() throws Exception {
    assertThrowsNothing(files().huge(format().maximumBytes()));
  }

  private void assertThrowsNothing(Stream<byte[]> contents) throws Exception {
    AgentFormat format = format();
    String path = path(id());
    try (var worker = new Worker()) {
      for (byte[] content : (Iterable<byte[]>) contents::iterator) {
        assertThat(
                worker.outcome(() -> outcome(() -> format.parse(path, content)), PATIENCE_SECONDS))
            .as(
                () ->
                    ("parse(...) must throw nothing and end within %d s, whatever the bytes: what is"
                            + " wrong becomes a diagnostic, and the time grows no faster than the file."
                            + " %s")
                        .formatted(PATIENCE_SECONDS, shown(content)))
            .isInstanceOf(ParsedAgent.class);
      }
    }
  }

  // Files that are not: what is returned

  @Test
  final void parse_thatFindsNoAgent_saysWhy() throws Exception {
    for (Parsed parsed : parsed(format())) {
      List<Diagnostic> diagnostics = parsed.agent().diagnostics();
      boolean says =
          diagnostics.isEmpty()
              || diagnostics.stream().anyMatch(AgentFormatContract::isErrorOrWarning);

      assertThat(parsed.agent().header() != null || says)
          .as(
              () ->
                  ("parse(...) that finds no agent must say why by an error or a warning; without any"
                          + " diagnostic, the file counts as one of another format. It said %s. %s")
                      .formatted(diagnostics, shown(parsed.content())))
          .isTrue();
    }
    for (Parsed parsed : withUnsoundIds()) {
      List<Diagnostic> diagnostics = parsed.agent().diagnostics();

      assertThat(
              parsed.agent().header() != null
                  || diagnostics.stream().anyMatch(AgentFormatContract::isErrorOrWarning))
          .as(
              () ->
                  ("parse(...) that does not take an example's id must say why by an error or a"
                          + " warning. It said %s. %s")
                      .formatted(diagnostics, shown(parsed.content())))
          .isTrue();
    }
  }

  /** Parses the example with ids that no agent can have. */
  private List<Parsed> withUnsoundIds() throws Exception {
    var parsed = new ArrayList<Parsed>();
    for (String id : UNSOUND_IDS) {
      byte[] content = bytes(example(id, PROMPT));
      parsed.add(new Parsed(content, parse(path(id()), content.clone())));
    }
    return parsed;
  }

  @Test
  final void parse_thatFindsAnAgent_hasItsPromptBeginWithinTheFile() throws Exception {
    for (Parsed parsed : parsed(format())) {
      if (parsed.agent().header() != null) {
        assertThat(parsed.agent().bodyOffset())
            .as(
                () ->
                    "bodyOffset() must be within the file or at its end. %s"
                        .formatted(shown(parsed.content())))
            .isBetween(0, parsed.content().length);
      }
    }
  }

  @Test
  final void parse_thatFindsAnAgent_givesAHeaderThatIsSound() throws Exception {
    for (Parsed parsed : concat(parsed(format()), withUnsoundIds())) {
      Header header = parsed.agent().header();
      if (header != null) {
        assertThat(String.valueOf(outcome(() -> metadata(header).id())))
            .as(
                () ->
                    ("parse(...) must give a header that an agent can have: an id of 1 to 1,000 visible"
                            + " characters, attributes that are texts, lists and maps. %s")
                        .formatted(shown(parsed.content())))
            .isEqualTo(header.id())
            .isEqualTo(SafeText.escape(header.id()))
            .hasSizeBetween(1, 1_000);
      }
    }
  }

  private static List<Parsed> concat(List<Parsed> some, List<Parsed> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @Test
  final void parse_thatFindsProblems_pointsIntoTheFile() throws Exception {
    for (Parsed parsed : parsed(format())) {
      int lines = 1 + count('\n', parsed.content()) + count('\r', parsed.content());
      for (Diagnostic diagnostic : parsed.agent().diagnostics()) {
        assertThat(diagnostic.line())
            .as(
                () ->
                    ("a diagnostic's line must be one of the file, or 0 for all of it; it is of '%s'."
                            + " %s")
                        .formatted(diagnostic, shown(parsed.content())))
            .isBetween(0, lines);
        assertThat(diagnostic.path())
            .as("a diagnostic's path must be the path that was parsed; it is of '%s'", diagnostic)
            .isEqualTo(path(id()));
      }
    }
  }

  @Test
  final void parse_leavesTheBytesAsTheyAre() throws Exception {
    AgentFormat format = format();
    for (byte[] content : files().anything()) {
      byte[] given = content.clone();
      parsed(format, given);

      assertThat(given)
          .as(
              () ->
                  "parse(...) must not change the array that it is given. %s"
                      .formatted(shown(content)))
          .isEqualTo(content);
    }
  }

  @Test
  final void parse_ofTheSameBytes_givesTheSame() throws Exception {
    AgentFormat other = format();
    List<Parsed> files = parsed(format());
    Collections.reverse(files); // what is kept from one file to the next is another then
    for (Parsed parsed : files) {
      assertThat(outcome(() -> other.parse(path(id()), parsed.content().clone())))
          .as(
              () ->
                  ("parse(...) must give the same for the same bytes, whatever was parsed before, be"
                          + " it of the same path. %s")
                      .formatted(shown(parsed.content())))
          .isEqualTo(parsed.agent());
    }
  }

  @Test
  final void parse_byManyThreads_givesTheSame() throws Exception {
    AgentFormat format = format();
    List<Parsed> alone = parsed(format).stream().limit(500).toList();
    Callable<String> work = () -> firstThatDiffers(alone, format);

    assertThat(Crowd.each(work))
        .as("parse(...) must give the same to many threads at once as to one")
        .containsOnly("none");
  }

  private String firstThatDiffers(List<Parsed> alone, AgentFormat format) {
    for (Parsed file : alone) {
      Object outcome = outcome(() -> format.parse(path(id()), file.content().clone()));
      if (!file.agent().equals(outcome)) {
        return "%s alone, but %s. %s".formatted(file.agent(), outcome, shown(file.content()));
      }
    }
    return "none";
  }

  /** A file, and what became of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Parsed(byte[] content, ParsedAgent agent) {}

  /** Parses all kinds of files, one after another; those that make it throw are left out. */
  private List<Parsed> parsed(AgentFormat format) {
    var parsed = new ArrayList<Parsed>();
    for (byte[] content : files().anything()) {
      ParsedAgent agent = parsed(format, content.clone());
      if (agent != null) {
        parsed.add(new Parsed(content, agent));
      }
    }
    return parsed;
  }

  /** Parses with a format of its own. */
  private ParsedAgent parse(String path, byte[] content) throws Exception {
    AgentFormat format = format();
    Object outcome = outcome(() -> format.parse(path, content));
    assertThat(outcome)
        .as("parse(...) must throw nothing, and return what it found, never null")
        .isInstanceOf(ParsedAgent.class);
    return (ParsedAgent) Objects.requireNonNull(outcome);
  }

  private @Nullable ParsedAgent parsed(AgentFormat format, byte[] content) {
    try {
      return format.parse(path(id()), content);
    } catch (RuntimeException | LinkageError | VirtualMachineError | AssertionError e) {
      return null; // which other tests are about
    }
  }

  private DamagedFiles files() {
    return new DamagedFiles(bytes(example(id(), PROMPT)), bytes(PROMPT).length);
  }

  private AgentMetadata metadata(Header header) {
    return new AgentMetadata(
        header.id(),
        header.name(),
        header.description(),
        header.type(),
        header.specializations(),
        header.tools(),
        header.model(),
        header.attributes(),
        new Origin("contract", Scope.PROJECT, provider().id(), path(id())),
        "0".repeat(64),
        false);
  }

  private static boolean isErrorOrWarning(Diagnostic diagnostic) {
    return diagnostic.severity() != Diagnostic.Severity.INFO;
  }

  /** Returns what the work gave, or which exception it threw. */
  private static @Nullable Object outcome(Callable<?> work) {
    try {
      return work.call();
    } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
      return "it threw " + e;
    }
  }

  private static int count(char wanted, byte[] content) {
    int count = 0;
    for (byte b : content) {
      count += b == wanted ? 1 : 0;
    }
    return count;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Shows how a file begins, each byte as a character. */
  private static String shown(byte[] content) {
    String text = new String(content, 0, Math.min(content.length, SHOWN), ISO_8859_1);
    return "The file of %d bytes %s '%s'"
        .formatted(content.length, content.length > SHOWN ? "begins" : "is", SafeText.escape(text));
  }
}
