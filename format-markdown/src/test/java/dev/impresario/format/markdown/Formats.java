package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.Header;
import dev.impresario.spi.Options;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The formats with their defaults, and short ways to ask for what a test is about. */
final class Formats {
  static final AgentFormat CLAUDE = create(new ClaudeFormatProvider());
  static final AgentFormat COPILOT = create(new CopilotFormatProvider());
  static final AgentFormat SKILL = create(new SkillFormatProvider());
  static final AgentFormat PLAIN = create(new PlainFormatProvider());

  private Formats() {}

  static AgentFormat create(AgentFormatProvider provider) {
    return provider.create(Options.of(provider, Map.of()));
  }

  static AgentFormat claudeWith(String option, String value) {
    var provider = new ClaudeFormatProvider();
    return provider.create(Options.of(provider, Map.of(option, value)));
  }

  /** Parses a Claude subagent with these lines between its fences. */
  static ParsedAgent claude(String... fields) {
    return CLAUDE.parse("agents/stem.md", file(fields));
  }

  static ParsedAgent copilot(String... fields) {
    return COPILOT.parse("agents/stem.agent.md", file(fields));
  }

  static ParsedAgent skill(String... fields) {
    return SKILL.parse("skills/folder/SKILL.md", file(fields));
  }

  static byte[] file(String... fields) {
    return bytes("---\n" + String.join("\n", fields) + "\n---\nBody.\n");
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Header header(ParsedAgent agent) {
    return Objects.requireNonNull(agent.header(), () -> "refused: " + agent.diagnostics());
  }

  /** Returns the diagnostics as people see them. */
  static List<String> lines(ParsedAgent agent) {
    return agent.diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
