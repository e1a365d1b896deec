/** Reads agents written as Markdown: Claude Code subagents, Copilot agents, skills, plain roles. */
@org.jspecify.annotations.NullMarked
module dev.impresario.format.markdown {
  requires transitive dev.impresario.spi;
  requires org.snakeyaml.engine;
  requires static org.jspecify;

  exports dev.impresario.format.markdown;

  provides dev.impresario.spi.AgentFormatProvider with
      dev.impresario.format.markdown.ClaudeFormatProvider,
      dev.impresario.format.markdown.CopilotFormatProvider,
      dev.impresario.format.markdown.PlainFormatProvider,
      dev.impresario.format.markdown.SkillFormatProvider;
}
