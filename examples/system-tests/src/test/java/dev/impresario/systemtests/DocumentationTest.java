package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation cannot rot: its code is compiled code, its links lead somewhere. */
class DocumentationTest {
  /** Java always is compiled code; other blocks may be taken from a file in the same way. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- snippet: (\\S+)#(\\S+) -->\n)?```(java|xml)\n(.*?)```", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /** A word with hyphens that follows a severity, is the first text in a call, or one of two. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?:(\\w+)\\((?:[^()\"]|\\(\\))*|Severity\\.[A-Z]+,\\s*|[?:]\\s*)\"([a-z]+(?:-[a-z0-9]+)+)\"\\s*[,:]");

  private static final Pattern CONTRACT_TEST =
      Pattern.compile("Test[^;{}]*?\\bfinal void (\\w+)\\(");
  private static final Pattern TEST_IN_QUOTES = Pattern.compile("`([a-z]\\w*_\\w+)`");

  @ParameterizedTest
  @MethodSource("pages")
  void blocks_areTaggedLinesOfCompiledCode(Path page) throws Exception {
    Map<String, String> shown = new LinkedHashMap<>();
    Map<String, String> compiled = new LinkedHashMap<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
      if (block.group(1) != null || block.group(3).equals("java")) {
        String place = block.group(1) + "#" + block.group(2);
        shown.put(place, block.group(4));
        compiled.put(place, snippet(block.group(1), block.group(2)));
      }
    }

    assertThat(shown).isEqualTo(compiled);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadToFilesOfTheRepository(Path page) throws Exception {
    List<String> dead = new ArrayList<>();
    for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
      if (!Files.exists(page.resolveSibling(link.group(1)))) {
        dead.add(link.group(1));
      }
    }

    assertThat(dead).isEmpty();
  }

  @Test
  void everyDiagnosticCode_hasItsLineInTheListOfErrors() throws Exception {
    String errors = Files.readString(Reactor.ROOT.resolve("docs/errors.md"));
    var missing = new TreeSet<String>();
    List<String> modules = new ArrayList<>(Reactor.modulesWithCode());
    modules.remove("tck"); // what it has in quotes is for its tests
    for (String module : modules) {
      for (String code : codes(Reactor.sources(module))) {
        if (!errors.contains("| `" + code + "` |")) {
          missing.add(module + ": " + code);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeOfAFailedTask_hasItsRow_withWhatToDoAndWhetherItMayPass(TaskResult.Code code)
      throws Exception {
    List<String> rows =
        Files.readAllLines(Reactor.ROOT.resolve("docs/errors.md")).stream()
            .filter(line -> line.startsWith("| `" + code + "` |"))
            .toList();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).split("\\|", -1)).hasSize(6).noneMatch(" "::equals);
  }

  @ParameterizedTest
  @MethodSource("builderMethods")
  void everyMethodOfTheBuilder_hasItsRow(String method) throws Exception {
    assertThat(Files.readAllLines(Reactor.ROOT.resolve("docs/configuration.md")))
        .anyMatch(line -> line.startsWith("| `" + method + "("));
  }

  @Test
  void everyTestOfAContract_isExplainedToAuthorsOfPlugins() throws Exception {
    Path page = Reactor.ROOT.resolve("docs/writing-a-plugin.md");
    List<String> explained =
        TEST_IN_QUOTES.matcher(Files.readString(page)).results().map(m -> m.group(1)).toList();

    assertThat(explained)
        .contains("id_isVisibleText")
        .hasSameElementsAs(matches(CONTRACT_TEST, Reactor.sources("tck")));
  }

  static Stream<String> builderMethods() {
    return Stream.of(Impresario.Builder.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == Impresario.Builder.class)
        .map(Method::getName)
        .distinct()
        .sorted();
  }

  @Test
  void codes_areFoundInTheSources() throws Exception {
    assertThat(codes(Reactor.sources("core"))).contains("duplicate-id", "too-large");
  }

  private static Set<String> matches(Pattern pattern, Path sources) throws IOException {
    var found = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> found.add(match.group(1)));
      }
    }
    return found;
  }

  private static Set<String> codes(Path sources) throws IOException {
    var codes = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        CODE.matcher(Files.readString(file))
            .results()
            .filter(match -> !"of".equals(match.group(1))) // the name of an option
            .filter(match -> !"Precedence".equals(match.group(1))) // the name of a policy
            .filter(match -> !match.group(2).startsWith("impresario-")) // the name of a thread
            .forEach(match -> codes.add(match.group(2)));
      }
    }
    return codes;
  }

  /** Returns the lines between the tags, moved to the left as far as they go. */
  private static String snippet(String file, String tag) throws IOException {
    if (file == null) {
      return "(no marker: <!-- snippet: file#tag --> must stand above the block)";
    }
    List<String> lines = Files.readAllLines(Reactor.ROOT.resolve(file));
    String comment = file.endsWith(".xml") ? "<!-- %s::%s[] -->" : "// %s::%s[]";
    int start = indexOf(lines, comment.formatted("tag", tag));
    int end = indexOf(lines, comment.formatted("end", tag));
    return String.join("\n", lines.subList(start + 1, end)).stripTrailing().stripIndent() + "\n";
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(marker)) {
        return i;
      }
    }
    throw new AssertionError("no line '" + marker + "'");
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Reactor.ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(page -> page.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(Reactor.ROOT.resolve("README.md")), pages.stream());
    }
  }
}
