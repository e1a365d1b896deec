package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolGrantTest {

  @Test
  void allows_whenInherited_leavesEverythingToTheHost() {
    ToolGrant grant = ToolGrant.inherit();

    assertThat(grant.allowed()).isEmpty();
    assertThat(grant.allows("Bash", "rm -rf /")).isTrue();
    assertThat(grant.reaches("Bash")).isTrue();
  }

  @Test
  void allows_whenTheListIsEmpty_grantsNothing() {
    ToolGrant grant = ToolGrant.of(List.of());

    assertThat(grant.allowed()).contains(List.of());
    assertThat(grant.allows("Read", "")).isFalse();
    assertThat(grant.reaches("Read")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Read,               Read,                   true",
    "Read,               Reader,                 false",
    "Read,               read,                   false",
    "Read,               Write,                  false",
    "*,                  anything,               true",
    "mcp__github__*,     mcp__github__get_issue, true",
    "mcp__github__*,     mcp__github__,          true",
    "mcp__github__*,     mcp__gitlab__get_issue, false",
    "github/*,           github/get_issue,       true",
    "'  Read  ',         Read,                   true",
    "Read(*),            Read,                   true",
    "search code,        search code,            true",
  })
  void allows_byName_isExactButForAStarAtTheEnd(String pattern, String tool, boolean allowed) {
    ToolGrant grant = ToolGrant.of(List.of(pattern));

    assertThat(grant.allows(tool, "some/argument")).isEqualTo(allowed);
    assertThat(grant.reaches(tool)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "Bash(git:*),          git,                     true",
    "Bash(git:*),          git status,              true",
    "Bash(git:*),          gitk,                    false",
    "Bash(git:*),          'git\tstatus',           false",
    "Bash(git:*),          ' git status',           false",
    "Bash(git:*),          sudo git status,         false",
    "Bash(git:*),          '',                      false",
    "Bash(npm run test:*), npm run test,            true",
    "Bash(npm run test:*), npm run test unit,       true",
    "Bash(npm run test:*), npm run tests,           false",
    "Bash(npm run test:*), npm run,                 false",
    "Bash(git status),     git status,              true",
    "Bash(git status),     git status -s,           false",
    "Bash(git status),     git,                     false",
    "Bash(make; make it),  make; make it,           true",
    "Bash(),               '',                      true",
    "Bash(),               ls,                      false",
    "Bash (git:*),         git status,              true",
  })
  void allows_byArgument_needsTheWholeTextOrWholeFirstWords(
      String pattern, String argument, boolean allowed) {
    ToolGrant grant = ToolGrant.of(List.of(pattern));

    assertThat(grant.allows("Bash", argument)).isEqualTo(allowed);
    assertThat(grant.allows("Read", argument)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git status; rm -rf /",
        "git status && rm -rf /",
        "git status || rm -rf /",
        "git status | sh",
        "git status & rm -rf /",
        "git status\nrm -rf /",
        "git status\r\nrm -rf /",
        "git log $(rm -rf /)",
        "git log `rm -rf /`",
        "git log ${IFS}",
        "git log > /etc/passwd",
        "git log < /etc/shadow",
        "git log {a,b}",
        "git log \\\nrm",
        "git log 'a'",
        "git log \"a\"",
        "git; rm -rf /",
      })
  void allows_whenTheArgumentCouldJoinCommands_isNotSureAndRefuses(String argument) {
    assertThat(ToolGrant.of(List.of("Bash(git:*)")).allows("Bash", argument)).isFalse();
    assertThat(ToolGrant.of(List.of("Bash(git status)")).allows("Bash", argument)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "(",
        ")",
        "()",
        "(git:*)",
        "Bash(",
        "Bash(git",
        "Bash(git:*",
        "Bash)",
        "Bash(git:*) Read",
        "Bash(git*)",
        "Bash(*git)",
        "Bash(g*t:*)",
        "Bash(:*)",
        "Bash(**)",
        "Bash(git:**)",
        "Ba*sh",
        "*Bash",
        "**",
        "[Bash]",
        "{Bash,Read}",
        "Bash,Read",
        "Bas?",
        "\"Bash\"",
      })
  void allows_whenThePatternCannotBeEvaluated_grantsNothing(String pattern) {
    ToolGrant grant = ToolGrant.of(List.of(pattern));

    assertThat(grant.allows("Bash", "git status")).isFalse();
    assertThat(grant.allows("Bash", "")).isFalse();
    assertThat(grant.reaches("Bash")).isFalse();
  }

  @Test
  void allows_whenOnePatternOfSeveralIsBroken_keepsToTheOthers() {
    ToolGrant grant = ToolGrant.of(List.of("Bash(git", "Read"));

    assertThat(grant.allows("Read", "a.txt")).isTrue();
    assertThat(grant.allows("Bash", "git")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Bash,         Bash, ls,                false",
    "Bash,         Read, a.txt,             true",
    "*,            Read, a.txt,             false",
    "Bash(*),      Bash, ls,                false",
    "Bash(rm:*),   Bash, rm -rf /,          false",
    "Bash(rm:*),   Bash, ls,                true",
    "Bash(rm:*),   Bash, rmdir x,           true",
    "Bash(rm:*),   Bash, ls; rm -rf /,      false",
    "Bash(rm:*),   Bash, ls $(rm -rf /),    false",
    "Bash(rm -rf), Bash, rm -rf,            false",
    "Bash(rm -rf), Bash, rm,                true",
    "Bash(rm*),    Bash, ls,                false",
    "Bash(rm:*,    Bash, ls,                false",
    "Bash(/bin/*), Bash, ls,                false",
    "mcp__*,       mcp__github__get, '',    false",
  })
  void without_always_subtractsLastAndWithDoubtTheWholeTool(
      String pattern, String tool, String argument, boolean allowed) {
    assertThat(ToolGrant.inherit().without(List.of(pattern)).allows(tool, argument))
        .isEqualTo(allowed);
    assertThat(ToolGrant.of(List.of("*")).without(List.of(pattern)).allows(tool, argument))
        .isEqualTo(allowed);
    assertThat(ToolGrant.of(List.of(tool)).without(List.of(pattern)).allows(tool, argument))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp__*__delete", "**", "Bash,Write", "Bas?", " ", "mcp__*(x)", "(x"})
  void without_aNameInNoKnownSyntax_takesAwayWhateverItMayMean(String pattern) {
    ToolGrant grant = ToolGrant.inherit().without(List.of(pattern));

    assertThat(grant.allows("mcp__db__delete", "y")).isFalse();
    assertThat(grant.reaches("mcp__db__delete")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash",
        "BASH",
        "Bash:*",
        "Bash\u200b",
        "B\u0430sh",
        "bash(rm:*)",
        "bash*",
        "Edit and Bash"
      })
  void without_aNameInOtherLetters_takesTheToolAway(String pattern) {
    ToolGrant grant = ToolGrant.inherit().without(List.of(pattern));

    assertThat(grant.allows("Bash", "ls")).isFalse();
  }

  @Test
  void without_aServer_takesAllItsToolsAway_andNoOther() {
    ToolGrant grant = ToolGrant.inherit().without(List.of("mcp__db"));

    assertThat(grant.allows("mcp__db__drop", "")).isFalse();
    assertThat(grant.reaches("mcp__db__drop")).isFalse();
    assertThat(grant.allows("mcp__dbx__drop", "")).isTrue();
    assertThat(ToolGrant.inherit().without(List.of("mcp__DB")).allows("mcp__db__drop", ""))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {" rm -rf /", "rm\t-rf /", "rm  -rf /", "rm -rf / "})
  void without_anArgumentSpacedOddly_isDoubt(String argument) {
    assertThat(ToolGrant.inherit().without(List.of("Bash(rm:*)")).allows("Bash", argument))
        .isFalse();
    assertThat(ToolGrant.inherit().without(List.of("Bash(rm -rf /)")).allows("Bash", argument))
        .isFalse();
  }

  @Test
  void without_neverGrants() {
    ToolGrant grant = ToolGrant.of(List.of("Read")).without(List.of("Write"));

    assertThat(grant.allows("Read", "")).isTrue();
    assertThat(grant.allows("Write", "")).isFalse();
  }

  @Test
  void without_twice_subtractsBoth() {
    ToolGrant grant = ToolGrant.inherit().without(List.of("Bash")).without(List.of("Write"));

    assertThat(grant.disallowed()).containsExactly("Bash", "Write");
    assertThat(grant.allows("Bash", "")).isFalse();
    assertThat(grant.allows("Write", "")).isFalse();
    assertThat(grant.allows("Read", "")).isTrue();
  }

  @Test
  void without_nothing_isTheSameGrant() {
    assertThat(ToolGrant.inherit().without(List.of())).isSameAs(ToolGrant.inherit());
  }

  @ParameterizedTest
  @CsvSource({
    "Bash(git:*), Bash(rm:*), true",
    "Bash(git:*), Bash(*),    false",
    "Bash,        Bash,       false",
    "Bash,        Bash(rm*),  false",
    "Bash,        Bash(rm,    false",
    "*,           Read,       true",
    "Bash(git*),  Read,       false",
  })
  void reaches_always_askWhetherSomeArgumentMayPass(
      String allowed, String disallowed, boolean reached) {
    ToolGrant grant = ToolGrant.of(List.of(allowed)).without(List.of(disallowed));

    assertThat(grant.reaches("Bash")).isEqualTo(reached);
  }

  @Test
  void of_whenTheCallersListChanges_keepsItsOwn() {
    var patterns = new ArrayList<>(List.of("Read"));
    ToolGrant grant = ToolGrant.of(patterns);

    patterns.add("Bash");

    assertThat(grant.allowed()).contains(List.of("Read"));
    assertThat(grant.allows("Bash", "")).isFalse();
  }

  @Test
  void allowed_always_returnsThePatternsAsWritten() {
    ToolGrant grant = ToolGrant.of(List.of(" Read ", "Bash(git:*", "Write"));

    assertThat(grant.allowed()).contains(List.of(" Read ", "Bash(git:*", "Write"));
  }

  @Test
  void equals_always_comparesPatternsInTheirOrder() {
    ToolGrant grant = ToolGrant.of(List.of("Read", "Bash")).without(List.of("Write"));

    assertThat(grant)
        .isEqualTo(ToolGrant.of(List.of("Read", "Bash")).without(List.of("Write")))
        .hasSameHashCodeAs(ToolGrant.of(List.of("Read", "Bash")).without(List.of("Write")))
        .isNotEqualTo(ToolGrant.of(List.of("Bash", "Read")).without(List.of("Write")))
        .isNotEqualTo(ToolGrant.of(List.of("Read", "Bash")));
    assertThat(ToolGrant.inherit()).isNotEqualTo(ToolGrant.of(List.of()));
  }

  @Test
  void toString_always_showsPatternsOnOneSafeLine() {
    assertThat(ToolGrant.inherit()).hasToString("inherit");
    assertThat(ToolGrant.of(List.of("Read", "Bash(git:*)"))).hasToString("[Read, Bash(git:*)]");
    assertThat(ToolGrant.inherit().without(List.of("Bash"))).hasToString("inherit without [Bash]");
    assertThat(ToolGrant.of(List.of("Re\u001bad\n"))).hasToString("[Re\\u001bad\\u000a]");
  }

  @Test
  void and_allowsWhatBothAllow_andSubtractsWhatEitherForbids() {
    ToolGrant file = ToolGrant.of(List.of("Read", "Bash(git:*)", "Write"));
    ToolGrant host = ToolGrant.of(List.of("Read", "Bash")).without(List.of("Bash(git push:*)"));

    ToolGrant both = file.and(host);

    assertThat(both.allows("Read", "x")).isTrue();
    assertThat(both.allows("Bash", "git status")).isTrue();
    assertThat(both.allows("Bash", "git push origin")).isFalse();
    assertThat(both.allows("Bash", "rm x")).isFalse();
    assertThat(both.allows("Write", "x")).isFalse();
    assertThat(both.reaches("Bash")).isTrue();
    assertThat(both.reaches("Write")).isFalse();
    assertThat(both).hasToString("[Read, Bash(git:*), Write] and " + host);
  }

  @Test
  void and_neverWidens_howeverOftenItIsRepeated() {
    ToolGrant narrow = ToolGrant.of(List.of("Read"));
    ToolGrant wide = ToolGrant.of(List.of("*"));
    ToolGrant other = ToolGrant.of(List.of("Write"));

    assertThat(narrow.and(wide).and(other).and(wide).allows("Read", "x")).isFalse();
    assertThat(narrow.and(wide).and(other).and(wide).allows("Write", "x")).isFalse();
    assertThat(narrow.and(ToolGrant.of(List.of())).and(wide).reaches("Read")).isFalse();
    assertThat(narrow.and(wide).without(List.of("Read")).reaches("Read")).isFalse();
  }

  @Test
  void and_ofWhatLimitsNothing_isTheOther() {
    ToolGrant narrow = ToolGrant.of(List.of("Read"));

    assertThat(ToolGrant.inherit().and(narrow)).isEqualTo(narrow);
    assertThat(narrow.and(ToolGrant.inherit())).isEqualTo(narrow);
    assertThat(ToolGrant.inherit().and(ToolGrant.inherit())).isEqualTo(ToolGrant.inherit());
  }

  @Test
  void and_ofTheSameAgain_staysAsItIs_soThatDeepTreesHaveShortGrants() {
    ToolGrant file = ToolGrant.of(List.of("Read"));
    ToolGrant host = ToolGrant.of(List.of("Read", "Write"));
    ToolGrant once = file.and(host);

    assertThat(once.and(host)).isEqualTo(once).hasSameHashCodeAs(once);
    assertThat(once.and(file).and(host).toString()).isEqualTo("[Read] and [Read, Write]");
    assertThat(once).isNotEqualTo(file).isNotEqualTo(host);
  }
}
