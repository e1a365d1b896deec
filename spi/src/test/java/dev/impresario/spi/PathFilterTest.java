package dev.impresario.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathFilterTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "**/*.md,       qa.md,            true",
        "**/*.md,       a/b/qa.md,        true",
        "**/*.md,       qa.MD,            false",
        "**/*.md,       qa.md~,           false",
        "**.md,         a/qa.md,          true",
        "*.md,          qa.md,            true",
        "*.md,          a/qa.md,          false",
        "**/SKILL.md,   SKILL.md,         true",
        "**/SKILL.md,   a/b/SKILL.md,     true",
        "**/SKILL.md,   NOSKILL.md,       false",
        "a/**/qa.md,    a/qa.md,          true",
        "a/**/qa.md,    a/b/c/qa.md,      true",
        "a/**/qa.md,    ab/qa.md,         false",
        "a/**,          a/b/c,            true",
        "qa-?.md,       qa-1.md,          true",
        "qa-?.md,       qa-12.md,         false",
        "a?qa.md,       a/qa.md,          false",
        "\"*.{md,txt}\", qa.txt,          true",
        "\"*.{md,txt}\", qa.text,         false",
        "\"{a,b/*}/*.md\", b/c/qa.md,     true",
        "*.agent.md,    qaxagentxmd,      false",
        "[ab].md,       [ab].md,          true",
        "[ab].md,       a.md,             false",
        "a\\*.md,       a\\b.md,          true",
        "(a|b)+.md,     (a|b)+.md,        true",
        "**/*-{qa}.md,  x/a-qa.md,        true",
        "**/*/x.md,     x.md,             false",
      })
  void accepts_glob_meansTheSameOnEverySystem(String glob, String path, boolean accepted) {
    var filter = PathFilter.of(List.of(glob), List.of());

    assertThat(filter.accepts(path)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"**/*.md", "**", "*.md", "new*.md", "new?line.md"})
  void accepts_lineBreakInName_isACharacterAsAnyOther(String glob) {
    var filter = PathFilter.of(List.of(glob), List.of());

    assertThat(filter.accepts("new\nline.md")).isTrue();
  }

  @Test
  void accepts_severalGlobs_needsOneOfThem() {
    var filter = PathFilter.of(List.of("*.agent.md", "a/*"), List.of());

    assertThat(List.of("x.agent.md", "a/x", "x.md")).filteredOn(filter::accepts).hasSize(2);
  }

  @Test
  void accepts_excluded_losesThoughIncluded() {
    var filter = PathFilter.of(List.of("**/*.md"), List.of("README.md", "**/drafts/**"));

    assertThat(List.of("README.md", "a/README.md", "drafts/x.md", "a/drafts/b/x.md", "x.md"))
        .filteredOn(filter::accepts)
        .containsExactly("a/README.md", "x.md");
  }

  @Test
  void accepts_excludedDirectory_losesAllThatIsInIt() {
    var filter = PathFilter.of(List.of("**/*.md"), List.of("**/drafts/"));

    assertThat(List.of("drafts/x.md", "a/drafts/b/x.md", "drafts.md"))
        .filteredOn(filter::accepts)
        .containsExactly("drafts.md");
  }

  @ParameterizedTest
  @CsvSource({
    "drafts/**,        true",
    "**/drafts/**,     true",
    "drafts/,          true",
    "**,               true",
    "*/**,             true",
    "drafts,           false",
    "drafts/*,         false",
    "*/*,              false",
    "**/*,             false",
    "drafts/*.md,      false",
    "drafts/**/*.md,   false",
    "drafts/old/**,    false",
  })
  void rulesOut_directory_onlyIfAllInItIsExcluded(String glob, boolean ruledOut) {
    var filter = PathFilter.of(List.of("**/*.md"), List.of(glob));

    assertThat(filter.rulesOut("drafts")).isEqualTo(ruledOut);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a", "a}", "}{"})
  void of_braceWithoutPartner_isAnError(String glob) {
    assertThatThrownBy(() -> PathFilter.of(List.of(glob), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("glob '" + glob + "' has a brace without its partner; write {a,b}");
  }

  @Test
  void of_noInclude_isAnError() {
    assertThatThrownBy(() -> PathFilter.of(List.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("option 'include' has no glob; name one, for example '**/*.md'");
  }
}
