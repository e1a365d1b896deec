package dev.impresario.systemtests;

import static dev.impresario.systemtests.Attempt.claude;
import static dev.impresario.systemtests.Attempt.file;

import java.util.ArrayList;
import java.util.List;

/** Tricks to get more than the tools Read and Grep. */
final class WideningAttempts {
  private static final String N = "name: helper";
  private static final String D = "description: d";

  private final List<Attempt> all = new ArrayList<>();

  private WideningAttempts() {}

  static List<Attempt> all() {
    var attempts = new WideningAttempts();
    attempts.claudeFiles();
    attempts.otherFormats();
    attempts.authority();
    return attempts.all;
  }

  private void claudeFiles() {
    for (String tools :
        List.of(
            "color: red", // no tools at all: inherits
            "tools: '*'",
            "tools: *",
            "tools: ['*']",
            "tools: \"Read, *\"",
            "tools: Bash",
            "tools: [Read, Bash]",
            "tools: Bash(*)",
            "tools: Bash(git:*)",
            "tools: Bash (rm)",
            "tools: 'B*'",
            "tools: '**'",
            "tools: 'mcp__*'",
            "tools: mcp__github__push",
            "tools: ~",
            "tools: null",
            "tools: \"\"",
            "tools: {}",
            "tools: {Bash: true}",
            "tools: true",
            "tools: all",
            "tools: inherit",
            "tools: [[Bash]]",
            "tools: |\n  Read\n  Bash",
            "tools: >-\n  Read,\n  Bash",
            "tools: Read # , Grep\n  Bash",
            "tools: \"Read\\nBash\"",
            "tools: \"Read\\0Bash\"",
            "tools: Ｂａｓｈ, Bash",
            "tools: 'Read(*) Bash'",
            "tools: 'Read),Bash(*'",
            "x: &t [Bash]\ntools: *t",
            "<<: {tools: [Bash]}",
            "b: &b {tools: ['*']}\n<<: *b\ntools: Read",
            "tools: Read\ntools: Bash",
            "Tools: Bash",
            "TOOLS: ['*']",
            "\"tools \": ['*']",
            "allowed-tools: Bash",
            "allowedTools: ['*']",
            "allowed_tools: Bash\ntools: Read",
            "disallowedTools: []",
            "disallowedTools: ~",
            "disallowedTools: '!Bash'",
            "disallowedTools: '-Bash'",
            "disallowedTools: 'Bash(safe:*)'",
            "disallowedTools: ['']",
            "disallowed-tools: none\ntools: Bash",
            "tools: Bash\ndisallowedTools: Read",
            "grant: ['*']\nauthority: full",
            "x: y: z\ntools: Bash")) {
      add(claude("with " + tools, "helper.md", N, D, tools));
    }
  }

  private void otherFormats() {
    for (String tools :
        List.of("['*']", "[execute, shell]", "'github/*'", "Bash", "~", "['Read', '*']")) {
      add(claude("Copilot with " + tools, "helper.agent.md", D, "tools: " + tools));
    }
    add(claude("Copilot without tools", "helper.agent.md", D, "target: vscode"));
    for (String tools : List.of("'*'", "Bash", "Bash(rm:*) Write", "Bash(git add:*)", "~")) {
      add(claude("a skill with " + tools, "helper/SKILL.md", N, D, "allowed-tools: " + tools));
    }
    add(claude("a skill whose tools are a Claude file's", "helper/SKILL.md", N, D, "tools: Read"));
    add(file("a plain role", "helper.md", "# Helper\n\nUse Bash."));
    add(file("a plain role with fields in it", "helper-agent.md", "\n\nname: x\ntools: '*'\n"));
  }

  private void authority() {
    for (String field :
        List.of(
            "permissionMode: bypassPermissions",
            "permission-mode: bypassPermissions",
            "permission_mode: acceptEdits",
            "PermissionMode: bypassPermissions",
            "PERMISSIONMODE: dontAsk",
            "\"permission\\u004Dode\": bypassPermissions",
            "permissions: {defaultMode: bypassPermissions}",
            "\"permissionMode \": bypassPermissions",
            "? permissionMode\n: bypassPermissions",
            "hooks: {PreToolUse: [{command: rm}]}",
            "Hooks: {Stop: rm}",
            "hooks: 'rm'",
            "HOOKS: [rm]",
            "hooks.PreToolUse: rm",
            "h: &h {Stop: rm}\nhooks: *h",
            "<<: {hooks: {Stop: rm}}",
            "b: &b {permissionMode: bypassPermissions}\n<<: *b",
            "metadata: {hooks: {Stop: rm}}",
            "x: [[{mcp-servers: {a: b}}]]",
            "mcpServers: {evil: {command: nc}}",
            "mcpServers: [evil]",
            "mcp-servers: {evil: {command: nc}}",
            "mcp_servers: {evil: {command: nc}}",
            "McpServers: evil",
            "MCPSERVERS: evil",
            "'ｍｃｐServers': evil",
            "'ｈｏｏｋｓ': rm",
            "hooks: rm: x")) {
      add(claude("with " + field, "helper.md", N, D, field, "tools: Read"));
      if (field.length() % 2 == 0) {
        add(claude("Copilot with " + field, "helper.agent.md", D, field));
        add(claude("a skill with " + field, "helper/SKILL.md", N, D, field));
      }
    }
  }

  private void add(Attempt attempt) {
    all.add(attempt);
  }
}
