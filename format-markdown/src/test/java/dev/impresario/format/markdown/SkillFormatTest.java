package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.file;
import static dev.impresario.format.markdown.Formats.header;
import static dev.impresario.format.markdown.Formats.lines;
import static dev.impresario.format.markdown.Formats.skill;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkillFormatTest {

  @Test
  void parse_ofAllowedTools_splitsAtBlanksOutsideBrackets() {
    Header header =
        header(skill("name: folder", "description: d", "allowed-tools: Bash(git log:*) Read"));

    assertThat(header.tools().allowed()).hasValue(List.of("Bash(git log:*)", "Read"));
  }

  @Test
  void parse_ofTools_takesThemForAnAttribute() {
    Header header = header(skill("name: folder", "description: d", "tools: [claude, cursor]"));

    assertThat(header.tools().allowed()).isEmpty();
    assertThat(header.attributes()).containsEntry("tools", List.of("claude", "cursor"));
  }

  @Test
  void parse_withoutName_takesTheFolders() {
    ParsedAgent agent = skill("description: d");

    assertThat(header(agent).id()).isEqualTo("folder");
    assertThat(agent.diagnostics()).isEmpty();
  }

  @Test
  void parse_ofNameOtherThanTheFolder_warns() {
    ParsedAgent agent = skill("name: other", "description: d");

    assertThat(header(agent).id()).isEqualTo("other");
    assertThat(lines(agent))
        .containsExactly(
            "skills/folder/SKILL.md:2:7: warning [name-not-folder] the skill is named 'other', but"
                + " its folder 'folder'; give both the same name");
  }

  @Test
  void parse_atTheRoot_hasNoFolderToCompareWith() {
    assertThat(Formats.SKILL.parse("SKILL.md", file("name: x", "description: d")).diagnostics())
        .isEmpty();
    assertThat(Formats.SKILL.parse("SKILL.md", file("description: d")).diagnostics())
        .singleElement()
        .matches(d -> d.code().equals("name-missing"));
  }

  @Test
  void parse_ofBrokenAllowedTools_refusesThem() {
    assertThat(skill("name: folder", "description: d", "allowed-tools: {Bash: true}").diagnostics())
        .singleElement()
        .matches(d -> d.code().equals("tools-invalid"));
  }

  @Test
  void specificity_isThatOfTheWholeName() {
    assertThat(Formats.SKILL.specificity("a/SKILL.md")).isEqualTo(8);
    assertThat(Formats.SKILL.specificity("SKILL.md")).isEqualTo(8);
    assertThat(Formats.SKILL.specificity("a/MY-SKILL.md")).isZero();
    assertThat(Formats.SKILL.specificity("a/skill.md")).isZero();
  }
}
