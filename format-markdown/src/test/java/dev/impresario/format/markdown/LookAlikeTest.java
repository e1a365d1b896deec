package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Diagnostic;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An author who limits an agent is never left with one that is not limited, unawares. */
class LookAlikeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tools: Read",
        "TOOLS: Read",
        "\"tools \": Read",
        "tools\u00a0: Read",
        "\u200btools: Read",
        "t\u043e\u043els: Read",
        "tools\ufe0f: Read",
        "tooIs: Read",
        "to\u0585ls: Read",
        "disallowed-tools: Bash",
        "disallowedtools: Bash",
      })
  void fieldThatPosesAsAGrant_isRefused(String line) {
    ParsedAgent agent = claude(line);

    assertThat(agent.header()).isNull();
    assertThat(agent.diagnostics())
        .filteredOn(Diagnostic::isError)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("tools-invalid");
              assertThat(finding.line()).isEqualTo(4);
            });
  }

  @Test
  void fieldsThatAFormatKnows_areNotLikeALimit_soThatTheyNeedNotBeChecked() {
    for (Dialect dialect : List.of(Dialect.CLAUDE, Dialect.COPILOT, Dialect.SKILL)) {
      assertThat(dialect.knownFields())
          .filteredOn(field -> !dialect.grantFields().contains(field))
          .isNotEmpty()
          .noneMatch(field -> LookAlike.isLikeALimit(field, dialect));
    }
  }

  @Test
  void fieldThatPosesBesideTheRealOne_isRefused() {
    assertThat(claude("tools: Bash\nTools: Read").header()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"allowed-tools: Read", "allowedTools: Read", "tool: Read"})
  void fieldThatLimitsElsewhere_isWarnedOf(String line) {
    ParsedAgent agent = claude(line);

    assertThat(agent.header()).isNotNull();
    assertThat(agent.diagnostics())
        .extracting(Diagnostic::toString)
        .singleElement()
        .asString()
        .contains("4:1: warning [field-elsewhere]", "limits nothing in this format; write 'tools'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tools: Read", "\"tools \": Read", "disallowed-tools: Bash"})
  void fieldThatPoses_behindDialogue_isRefusedAllTheSame(String line) {
    String file = "---\nname: x\ndescription: Use it: now\nuser: foo\n" + line + "\n---\nBody.\n";

    assertThat(Formats.CLAUDE.parse("x.md", file.getBytes(UTF_8)).header()).isNull();
  }

  @Test
  void toolsOfASkill_areWarnedOf() {
    String file = "---\nname: x\ndescription: d\ntools: Read\n---\nBody.\n";

    assertThat(Formats.SKILL.parse("x/SKILL.md", file.getBytes(UTF_8)).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("field-elsewhere");
  }

  @Test
  void fieldsOfASkill_behindABrokenDescription_stayFields() {
    String file =
        "---\nname: x\ndescription: Use when: now\ncontext: fork\nallowed-tools: Read\n---\nB\n";
    Header header =
        Objects.requireNonNull(Formats.SKILL.parse("x/SKILL.md", file.getBytes(UTF_8)).header());

    assertThat(header.description()).isEqualTo("Use when: now");
    assertThat(header.attributes()).containsEntry("context", "fork");
  }

  @ParameterizedTest
  @ValueSource(strings = {"toolset: x", "tooling: x", "color: red", "instruments: x"})
  void otherFields_areNobodysBusiness(String line) {
    assertThat(claude(line).diagnostics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bash (git:*)", "Bash (git:*) Read", "Read Bash (git:*)", "Bash\n  (git:*)"})
  void bracketsBehindABlank_stillLimitTheToolBeforeThem(String tools) {
    Header header = Objects.requireNonNull(claude("tools: " + tools).header());

    assertThat(header.tools().allows("Bash", "git status")).isTrue();
    assertThat(header.tools().allows("Bash", "rm -rf /")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bash [git:*]",
        "Bash {git:*}",
        "'Bash \"git:*\"'",
        "Bash \uff08git:*\uff09",
        "Bash <git>",
        "[Bash, (git:*)]",
        "Bash - (npm:*)"
      })
  void otherBracketsBehindABlank_areRefused(String tools) {
    assertThat(claude("tools: " + tools).header()).isNull();
  }

  private static ParsedAgent claude(String lines) {
    String file = "---\nname: x\ndescription: d\n" + lines + "\n---\nBody.\n";
    return Formats.CLAUDE.parse("x.md", file.getBytes(UTF_8));
  }
}
