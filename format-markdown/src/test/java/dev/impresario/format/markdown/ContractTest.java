package dev.impresario.format.markdown;

import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.tck.AgentFormatContract;
import org.junit.jupiter.api.Nested;

/** The contract of all formats, for each of ours. */
class ContractTest {

  @Nested
  class Claude extends AgentFormatContract {
    @Override
    protected AgentFormatProvider provider() {
      return new ClaudeFormatProvider();
    }

    @Override
    protected String path(String id) {
      return "agents/" + id + ".md";
    }

    @Override
    protected String example(String id, String prompt) {
      return """
          ---
          name: %s
          description: >-
            Use when "it" is done:
            reviews é
          tools: [Read, 'Bash(git:*)', "mcp__x__*"]
          disallowedTools: Write, Edit # never
          model: &m opus
          hooks:
            - {on: [a, b], run: *m}
            - |
              text
          ---
          """
              .formatted(id)
          + prompt;
    }
  }

  @Nested
  class Copilot extends AgentFormatContract {
    @Override
    protected AgentFormatProvider provider() {
      return new CopilotFormatProvider();
    }

    @Override
    protected String path(String id) {
      return ".github/agents/" + id + ".agent.md";
    }

    @Override
    protected String example(String id, String prompt) {
      return """
          ---
          name: Who %s is
          description: 'Reviews code'
          tools: ['search', 'edit/*']
          model: [a, b]
          handoffs:
          - label: next
            agent: qa
          ---
          """
              .formatted(id)
          + prompt;
    }
  }

  @Nested
  class Skill extends AgentFormatContract {
    @Override
    protected AgentFormatProvider provider() {
      return new SkillFormatProvider();
    }

    @Override
    protected String path(String id) {
      return "skills/" + id + "/SKILL.md";
    }

    @Override
    protected String example(String id, String prompt) {
      return """
          ---
          name: %s
          description: Reviews code: all of it, when asked
          allowed-tools: Read Bash(git:*)
          metadata: {author: "me", version: 1.0}
          ---
          """
              .formatted(id)
          + prompt;
    }
  }

  @Nested
  class Plain extends AgentFormatContract {
    @Override
    protected AgentFormatProvider provider() {
      return new PlainFormatProvider();
    }

    @Override
    protected String path(String id) {
      return "roles/" + id + "-agent.md";
    }

    @Override
    protected String example(String id, String prompt) {
      return prompt;
    }
  }
}
