package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentMetadata;
import dev.impresario.AgentNotFoundException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.Precedence;
import dev.impresario.Resolution;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.TaskResult.Code;
import dev.impresario.TaskResult.Failure;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrustRulesTest {
  private static final Trust PROTECTED = Trust.full().withProtectedIds();

  private final FakeSource project = new FakeSource("project");
  private final FakeSource user = new FakeSource("user");
  private final FakeSource system = new FakeSource("system");
  private final EngineFixture fixture = new EngineFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  // ---- precedence -------------------------------------------------------------------------------

  @Test
  void explain_namesThePolicyThatDecided() {
    fixture.source(Scope.USER, user.with("a.md", "qa\n")).source(Scope.PROJECT, project);
    fixture.rules(RulesOf.precedence(Precedence.USER_FIRST));
    project.with("a.md", "qa\n");

    assertThat(reasons("qa"))
        .containsExactly(
            "user/a.md wins: scope user comes before scope project (user-first)",
            "project/a.md shadowed: scope user comes before scope project (user-first)");
  }

  @Test
  void explain_ofSourcesThatWinAsTheyWereAdded_saysSo() {
    fixture.source(Scope.SYSTEM, system.with("a.md", "qa\n")).source(Scope.PROJECT, project);
    fixture.rules(RulesOf.precedence(Precedence.AS_ADDED));
    project.with("a.md", "qa\n");

    assertThat(reasons("qa").get(0))
        .isEqualTo(
            "system/a.md wins: source 'system' was named before source 'project' (as-added)");
  }

  // ---- protection -------------------------------------------------------------------------------

  @Test
  void aProtectedId_isReplacedByNothingOfLowerTrust_whateverThePrecedence() {
    project.with("a.md", "qa\nmine");
    user.with("qa.md", "qa\nprotected");
    protectUser();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("protected");
    assertThat(reasons("qa"))
        .containsExactly(
            "user/qa.md wins: source 'user' is protected, and scope project is trusted less",
            "project/a.md refused: source 'user' is protected, and scope project is trusted less");
    assertThat(findings())
        .containsExactly(
            "project/a.md: error [protected-id] agent 'qa' is refused: source 'user' is protected,"
                + " and scope project is trusted less; call it differently, or do not protect that"
                + " source");
  }

  @Test
  void aProtectedId_mayBeReplacedByOneOfHigherOrEqualTrust() {
    user.with("qa.md", "qa\nuser's");
    system.with("qa.md", "qa\nsystem's");
    fixture.source(Scope.SYSTEM, system).source(Scope.USER, user, PROTECTED);

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("system's");
    assertThat(fixture.registry().explain("qa").refused()).isEmpty();
  }

  @Test
  void ofSeveralProtectedSources_theMoreTrustedComesFirst() {
    user.with("qa.md", "qa\nuser's");
    system.with("qa.md", "qa\nsystem's");
    fixture.source(Scope.USER, user, PROTECTED).source(Scope.SYSTEM, system, PROTECTED);

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("system's");
    assertThat(reasons("qa").get(1))
        .isEqualTo(
            "user/qa.md refused: source 'system' is protected, and scope user is trusted less");
  }

  @ParameterizedTest
  @ValueSource(strings = {"QA", "Qa", "ＱＡ", "ⓠⓐ", "𝐪𝐚", "qa\uFE0F", "q\uFE0Fa", "\uFE0FQA\uFE0F"})
  void whatIsEasilyTakenForAProtectedId_isRefused(String alike) {
    project.with("x.md", alike + "\nmine");
    user.with("qa.md", "qa\nprotected");
    protectUser();

    assertThat(fixture.registry().list()).extracting(AgentMetadata::id).containsExactly("qa");
    assertThat(fixture.registry().find(alike)).isEmpty();
    assertThat(reasons(alike).get(0))
        .isEqualTo(
            "project/x.md refused: it is easily taken for 'qa', and source 'user' is protected, and"
                + " scope project is trusted less");
  }

  @Test
  void otherIdsOfLowerTrust_stayOnOffer() {
    project.with("x.md", "ops\nmine");
    user.with("qa.md", "qa\nprotected");
    protectUser();

    assertThat(fixture.registry().load("ops").prompt()).isEqualTo("mine");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aProtectedFileThatCouldNeverBeRead_keepsTheIdOfItsName() {
    project.with("x.md", "qa\nmine").with("y.md", "ops\nmine");
    user.with("team/qa.agent.md", "!");
    protectUser();

    assertThat(fixture.registry().list()).extracting(AgentMetadata::id).containsExactly("ops");
    assertThat(reasons("qa"))
        .containsExactly(
            "project/x.md refused: source 'user' is protected, and scope project is trusted less;"
                + " its file 'team/qa.agent.md' cannot be read and may be of this id");
    assertThat(fixture.registry().explain("qa").winner()).isEmpty();
  }

  @Test
  void aProtectedFileThatMayNotBeOpened_keepsTheIdOfItsName() {
    project.with("x.md", "qa\nmine");
    user.with("qa.md", "qa\nprotected");
    user.readHook =
        path -> {
          throw new AccessDeniedException(path);
        };
    protectUser();

    assertThat(fixture.registry().find("qa")).isEmpty();
    user.readHook = path -> {};
    fixture.registry().refresh();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("protected");
  }

  @Test
  void aProtectedEntryThatAScanOnlyReports_keepsTheIdOfItsName() {
    project.with("x.md", "qa\nmine").with("y.md", "ops\nmine");
    user.problems =
        List.of(Diagnostic.ofFile(Severity.ERROR, "link-outside", "skills/qa/SKILL.md", "no", ""));
    protectUser();

    assertThat(fixture.registry().list()).extracting(AgentMetadata::id).containsExactly("ops");
  }

  @Test
  void aProtectedDirectoryThatWasNeverSeen_leavesNothingOfLowerTrust() {
    project.with("x.md", "qa\nmine");
    user.problems = List.of(Diagnostic.ofFile(Severity.ERROR, "unreadable", "team", "no", ""));
    protectUser();

    assertThat(fixture.registry().list()).isEmpty();
    assertThat(reasons("qa").get(0))
        .endsWith("its 'team' has never been scanned, so nobody knows" + " its ids");
  }

  @Test
  void aProtectedFileThatBreaks_goesOnProtectingItsId() {
    project.with("x.md", "qa\nmine");
    user.with("other.md", "qa\nprotected");
    protectUser();
    fixture.registry().load("qa");

    user.with("other.md", "!");
    fixture.registry().refresh();

    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("protected");
  }

  @Test
  void untilAProtectedSourceIsScanned_nothingOfLowerTrustIsOnOffer() {
    project.with("x.md", "ops\nmine");
    user.with("qa.md", "qa\nprotected");
    user.scanFailure = new IOException("down");
    protectUser();

    assertThat(fixture.registry().list()).isEmpty();
    assertThat(findings())
        .contains(
            "user: error [protection-unknown] it is protected and has never been scanned, so no"
                + " agent of lower trust is on offer; mend what its other finding says")
        .anyMatch(line -> line.startsWith("project/x.md: error [protected-id] agent 'ops'"));
    assertThat(reasons("ops"))
        .containsExactly(
            "project/x.md refused: source 'user' is protected, and scope project is trusted less;"
                + " it has never been scanned, so nobody knows its ids");

    user.scanFailure = null;
    fixture.registry().refresh();
    user.scanFailure = new IOException("down again");
    fixture.registry().refresh();

    assertThat(fixture.registry().list())
        .extracting(AgentMetadata::id)
        .containsExactly("ops", "qa");
  }

  @Test
  void aProtectedSourceThatIsEmpty_keepsNothing() {
    project.with("x.md", "ops\nmine");
    user.problems =
        List.of(Diagnostic.ofSource(Severity.WARNING, "directory-missing", "none", null));
    protectUser();

    assertThat(fixture.registry().find("ops")).isPresent();
  }

  @Test
  void aRefusedAgent_isNotLoadedAndNotDelegatedTo_andTheMessageSaysWhy() throws Exception {
    project.with("x.md", "QA\nmine");
    user.with("qa.md", "qa\nprotected");
    protectUser();
    String message =
        "agent 'QA' from project/x.md is refused: it is easily taken for 'qa', and source 'user' is"
            + " protected, and scope project is trusted less; call it differently, or do not"
            + " protect that source";

    assertThatThrownBy(() -> fixture.registry().load("QA"))
        .isInstanceOfSatisfying(AgentNotFoundException.class, e -> assertThat(e.refused()).isTrue())
        .hasMessage(message);
    TaskResult result = fixture.engine().delegate(Task.of("QA", "Test"));
    assertThat(result)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.REFUSED);
              assertThat(failure.message()).isEqualTo(message);
              assertThat(failure.retryable()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"too-many-entries", "more-problems", "manifest-entry", "of-a-plugin"})
  void aProtectedSourceWithEntriesThatNobodyNames_leavesNothingOfLowerTrust(String code)
      throws Exception {
    project.with("x.md", "ops\nmine");
    user.with("qa.md", "qa\nprotected");
    user.problems = List.of(Diagnostic.ofSource(Severity.ERROR, code, "more", "mend it"));
    protectUser();

    assertThat(fixture.registry().list()).extracting(AgentMetadata::id).containsExactly("qa");
    assertThat(reasons("ops"))
        .containsExactly(
            "project/x.md refused: source 'user' is protected, and scope project is trusted less;"
                + " it is known only in part, so nobody knows its ids");
    assertThat(findings())
        .contains(
            "user: error [protection-unknown] it is protected and is known only in part, so no"
                + " agent of lower trust is on offer; mend what its other finding says");

    user.scanFailure = new IOException("down");
    fixture.registry().refresh();
    assertThat(fixture.registry().find("ops")).isEmpty();

    user.scanFailure = null;
    user.problems = List.of();
    fixture.registry().refresh();
    assertThat(fixture.registry().find("ops")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unreachable", "manifest-invalid", "address-refused"})
  void aProtectedSourceThatGoesOnWithWhatItKnows_keepsThatAndNoMore(String code) {
    project.with("x.md", "ops\nmine").with("y.md", "qa\nmine");
    user.with("qa.md", "qa\nprotected");
    user.problems = List.of(Diagnostic.ofSource(Severity.ERROR, code, "down", "wait"));
    protectUser();

    assertThat(fixture.registry().find("ops")).isPresent();
    assertThat(fixture.registry().load("qa").prompt()).isEqualTo("protected");
  }

  @Test
  void aProtectedFileThatIsNotNamedAsItsAgent_isReported() {
    user.with("other.md", "qa\n").with("team/ops.agent.md", "ops\n").with("law/SKILL.md", "law\n");
    project.with("third.md", "any\n");
    protectUser();

    assertThat(findings())
        .containsExactly(
            "user/other.md: warning [protected-name] agent 'qa' is protected, but if this file"
                + " cannot be read, its name does not say so; name the file as its agent");
  }

  @Test
  void anIdOfWhichNothingCanBeSeen_isNone() {
    fixture.source(Scope.PROJECT, project.with("x.md", "\uFE0F\nmine"));

    assertThat(fixture.registry().list()).isEmpty();
  }

  // ---- authority and tools ----------------------------------------------------------------------

  @Test
  void fieldsThatAskForMoreThanTools_areLeftOut_andNamed() {
    fixture.format.attributes.put(
        "qa",
        Map.of("hooks", Map.of("Stop", "rm"), "color", "red", "x", Map.of("Mcp_Servers", "")));
    fixture.source(Scope.PROJECT, project.with("qa.md", "qa\n"), Trust.full().withoutAuthority());

    AgentMetadata metadata = fixture.registry().find("qa").orElseThrow();

    assertThat(metadata.attributes()).isEqualTo(Map.of("color", "red", "x", Map.of()));
    assertThat(findings())
        .singleElement()
        .asString()
        .startsWith(
            "project/qa.md: warning [authority-stripped] left out, since its source is not trusted"
                + " with more than tools: ")
        .contains("'hooks'", "'x.Mcp_Servers'")
        .doesNotContain("rm");
  }

  @Test
  void fieldsOfATrustedSource_areKept() {
    fixture.format.attributes.put("qa", Map.of("hooks", "x"));
    fixture.source(Scope.PROJECT, project.with("qa.md", "qa\n"));

    assertThat(fixture.registry().find("qa").orElseThrow().attributes()).containsKey("hooks");
    assertThat(findings()).isEmpty();
  }

  @Test
  void toolsOfASource_boundThoseOfItsFiles_whichNeverGrow() {
    fixture.format.tools.put("all", ToolGrant.of(List.of("*")));
    fixture.format.tools.put("one", ToolGrant.of(List.of("Grep", "Bash")));
    project.with("a.md", "all\n").with("b.md", "one\n").with("c.md", "inherits\n");
    Trust trust = Trust.full().withTools(ToolGrant.of(List.of("Read", "Grep")));
    fixture.source(Scope.PROJECT, project, trust);

    for (String id : List.of("all", "inherits")) {
      ToolGrant tools = fixture.registry().find(id).orElseThrow().tools();
      assertThat(tools.allowed().orElseThrow()).containsExactly("Read", "Grep");
      assertThat(tools.allows("Bash", "rm")).isFalse();
    }
    ToolGrant one = fixture.registry().find("one").orElseThrow().tools();
    assertThat(one.allows("Grep", "x")).isTrue();
    assertThat(one.reaches("Read")).isFalse();
    assertThat(one.reaches("Bash")).isFalse();
  }

  @Test
  void whatALoadReadsAnew_isTrustedNoFarther() {
    fixture.format.attributes.put("qa", Map.of("hooks", "x"));
    fixture.format.tools.put("qa", ToolGrant.of(List.of("*")));
    Trust trust = Trust.full().withoutAuthority().withTools(ToolGrant.of(List.of()));
    fixture.source(Scope.PROJECT, project.with("qa.md", "qa\nold"), trust);
    fixture.registry().list();

    project.changeUnseen("qa.md", "qa\nnew");
    var loaded = fixture.registry().load("qa");

    assertThat(loaded.prompt()).isEqualTo("new");
    assertThat(loaded.metadata().attributes()).isEmpty();
    assertThat(loaded.metadata().tools().reaches("Read")).isFalse();
  }

  @Test
  void hiddenCharacters_areReportedWhateverTheFormat() {
    fixture.source(Scope.PROJECT, project.with("qa.md", "qa\nTest\u200B it."));

    assertThat(findings())
        .containsExactly(
            "project/qa.md:2:5: warning [hidden-characters] it holds 1 character that nobody can"
                + " see: U+200B; remove them, or look at what they say; a model reads them");
  }

  private void protectUser() {
    fixture.source(Scope.PROJECT, project).source(Scope.USER, user, PROTECTED);
  }

  private List<String> reasons(String id) {
    return fixture.registry().explain(id).candidates().stream().map(TrustRulesTest::line).toList();
  }

  static String line(Resolution.Candidate candidate) {
    return candidate.metadata().origin().place() + " " + candidate.reason();
  }

  private List<String> findings() {
    return fixture.registry().diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
