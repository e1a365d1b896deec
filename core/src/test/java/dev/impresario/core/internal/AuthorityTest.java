package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks",
        "Hooks",
        "HOOKS",
        "hook",
        "ho-oks",
        " hooks ",
        "ｈｏｏｋｓ",
        "hooks.PreToolUse",
        "claude:hooks",
        "hooks[0]",
        "mcpServers",
        "mcp-servers",
        "mcp_servers",
        "MCP Servers",
        "mcpserver",
        "mcp",
        "github.mcp-servers",
        "permissionMode",
        "permission-mode",
        "permission_mode",
        "PERMISSIONMODE",
        "permissions",
        "permıssionMode",
        "dangerously-skip-permissions",
        "memory",
        "Memory"
      })
  void whatAsksForMoreThanTools_isKnownInEverySpelling(String name) {
    assertThat(Authority.grantsAuthority(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "color", "skills", "background", "isolation", "maxTurns", "effort", "initialPrompt",
        "handoffs", "agents", "target", "license", "metadata", "argument-hint", "user-invocable",
        "disable-model-invocation", "compatibility", "tools", "bookshook", "", "."
      })
  void otherFields_areKept(String name) {
    assertThat(Authority.grantsAuthority(name)).isFalse();
  }

  @Test
  void nestedFields_areLeftOut_howeverDeep() {
    var authority = new Authority();

    Map<String, Object> kept =
        authority.stripped(
            Map.of(
                "<<", Map.of("hooks", "x", "color", "red"),
                "handoffs", List.of(Map.of("agent", "qa", "permission-mode", "bypass")),
                "text", "hooks: x"));

    assertThat(kept)
        .isEqualTo(
            Map.of(
                "<<", Map.of("color", "red"),
                "handoffs", List.of(Map.of("agent", "qa")),
                "text", "hooks: x"));
    assertThat(authority.left()).containsExactlyInAnyOrder("<<.hooks", "handoffs.permission-mode");
  }
}
