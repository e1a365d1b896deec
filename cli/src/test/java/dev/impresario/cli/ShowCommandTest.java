package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  private static final String QA =
      """
      ---
      name: qa
      description: |
        Tests
          what was built
      tools: Read, Bash
      disallowedTools: Bash(rm:*)
      tags: [testing, quality]
      maxTurns: 12
      hooks:
        Stop: [{command: echo}]
      ---

      # You test

      \tBreak it.
      """;

  @TempDir Path directory;
  private Folder agents;

  @BeforeEach
  void makeFolder() {
    agents = new Folder(directory);
  }

  @Test
  void show_ofAgent_printsMetadataThenPrompt() {
    agents.with("team/qa.md", QA);

    Run run = Run.of("show", "qa", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                id               qa
                name             qa
                description      Tests what was built
                type             -
                specializations  quality, testing
                tools            Read, Bash without Bash(rm:*)
                model            -
                format           claude
                scope            project
                source           %s
                path             team/qa.md
                version          5f92e69c82187f42225e17e687e83c822b4530010ece39fb2d0200be2f597d90
                maxTurns         12
                hooks            {Stop=[{command=echo}]}


                # You test

                \tBreak it.
                """
                    .formatted(agents),
                ""));
  }

  @Test
  void show_ofPromptWithControlCharacters_escapesAllButLineEndsAndTabs() {
    agents.with("qa.md", "---\nname: qa\ndescription: d\n---\na\r\n\tb\u001b[2J\rc\u202e");

    Run run = Run.of("show", "qa", agents.toString());

    assertThat(run.out()).endsWith("\n\na\n\tb\\u001b[2J\\u000dc\\u202e\n");
  }

  @Test
  void show_ofFieldWithControlCharacters_escapesNameAndValue() {
    agents.with("qa.md", "---\nname: qa\ndescription: d\n\"x\\u001b[2Jy\": \"1\\u001b2\"\n---\n");

    Run run = Run.of("show", "qa", agents.toString());

    assertThat(run.lines()).contains("x\\u001b[2Jy      1\\u001b2");
  }

  @Test
  void showJson_ofAgent_addsAttributesAndPrompt() {
    agents.with("qa.md", QA);

    JsonObject qa = Run.of("show", "--json", "qa", agents.toString()).objects().get(0);

    assertThat(qa.keySet())
        .containsExactly(
            "id",
            "name",
            "description",
            "type",
            "specializations",
            "tools",
            "model",
            "format",
            "scope",
            "source",
            "path",
            "version",
            "promptSha256",
            "promptChars",
            "shadowed",
            "disallowedTools",
            "attributes",
            "prompt");
    assertThat(qa.get("disallowedTools")).isEqualTo(JsonParser.parseString("['Bash(rm:*)']"));
    assertThat(qa.get("attributes"))
        .isEqualTo(JsonParser.parseString("{maxTurns: '12', hooks: {Stop: [{command: echo}]}}"));
    assertThat(qa.get("prompt").getAsString()).isEqualTo("\n# You test\n\n\tBreak it.\n");
  }

  @Test
  void show_ofUnknownId_namesTheNearest() {
    agents.withAgent("qa");

    Run run = Run.of("show", "qaa", agents.toString());

    assertThat(run)
        .isEqualTo(
            new Run(1, "", "impresario: no agent 'qaa'; did you mean 'qa'? 1 agent is on offer\n"));
  }
}
