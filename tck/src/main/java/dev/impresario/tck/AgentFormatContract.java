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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
@Timeout(120)
public abstract class AgentFormatContract extends ProviderContract<AgentFormatProvider> {
  private static final String ID = "code-reviewer";
  private static final int SHOWN = 500;
  private static final String PROMPT = "You review code.\n\nBe kind: \"short\" & to the point.\n";

  /** For the tests of a plugin. */
  protected AgentFormatContract() {}

  /**
   * Returns where a file may lie that declares an agent of this id, such as {@code agents/qa.md}.
   *
   * @param id lower-case letters, maybe with a hyphen
   */
  protected abstract String path(String id);

  /**
   * Returns a file of this format that lies at {@link #path} and has whatever fields the format
   * has.
   *
   * @param id what the agent is called
   * @param prompt what the file ends with: text that begins with a letter
   */
  protected abstract String example(String id, String prompt);

  @Override
  final Class<AgentFormatProvider> kind() {
    return AgentFormatProvider.class;
  }

  @Override
  final AgentFormat create(AgentFormatProvider provider, Options options) {
    return provider.create(options);
  }

  private AgentFormat format() throws Exception {
    return create(provider(), checkedOptions());
  }

  // What it says of itself

  @Test
  final void specificity_ofAFileOfTheFormat_isAtMostTheLengthOfItsName() throws Exception {
    for (String id : List.of("qa", ID)) {
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
        .isGreaterThanOrEqualTo(bytes(example(ID, PROMPT)).length);
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
    for (String id : List.of("qa", ID)) {
      ParsedAgent agent = format().parse(path(id), bytes(example(id, PROMPT)));
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
            "Twice the same.\n" + example(ID, "Twice the same.\n"));
    for (String prompt : prompts) {
      byte[] content = bytes(example(ID, prompt));
      int offset = format().parse(path(ID), content.clone()).bodyOffset();
      int within = Math.min(Math.max(offset, 0), content.length);

      assertThat(new String(content, within, content.length - within, UTF_8))
          .as(
              "bodyOffset() must be at which byte (not character) the prompt begins, which then"
                  + " goes on to the end of the file; it is %d",
              offset)
          .isEqualTo(prompt);
    }
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
    contents.forEach(
        content ->
            assertThat(outcome(() -> format.parse(path(ID), content)))
                .as(
                    () ->
                        ("parse(...) must throw nothing, whatever the bytes: what is wrong becomes a"
                                + " diagnostic. %s")
                            .formatted(shown(content)))
                .isInstanceOf(ParsedAgent.class));
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
    for (Parsed parsed : parsed(format())) {
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
            .isEqualTo(path(ID));
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
    for (Parsed parsed : parsed(format())) {
      assertThat(outcome(() -> other.parse(path(ID), parsed.content().clone())))
          .as(
              () ->
                  "parse(...) must give the same for the same bytes. %s"
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
      Object outcome = outcome(() -> format.parse(path(ID), file.content().clone()));
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

  private @Nullable ParsedAgent parsed(AgentFormat format, byte[] content) {
    try {
      return format.parse(path(ID), content);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return null; // which other tests are about
    }
  }

  private DamagedFiles files() {
    return new DamagedFiles(bytes(example(ID, PROMPT)), bytes(PROMPT).length);
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
        new Origin("contract", Scope.PROJECT, provider().id(), path(ID)),
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
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
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
