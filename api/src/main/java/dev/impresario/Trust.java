package dev.impresario;

import java.util.Objects;

/**
 * How far the definitions of a source are trusted. Who may write there decides: a folder that comes
 * with a project's code is anybody's.
 *
 * @param protectedIds whether no source of lower trust may replace what this one offers, whatever
 *     the precedence says. The system is trusted more than the user, and the user more than a
 *     project
 * @param authority whether fields that ask for more than tools are kept: {@code hooks}, {@code
 *     mcpServers}, {@code permissionMode} and {@code memory}, however they are spelt and however
 *     deep; if not, they are left out and reported
 * @param tools what agents of the source may use at most, whatever their files say
 */
public record Trust(boolean protectedIds, boolean authority, ToolGrant tools) {
  private static final Trust FULL = new Trust(false, true, ToolGrant.inherit());

  /** Checks that there is a grant. */
  public Trust {
    Objects.requireNonNull(tools, "tools");
  }

  /** Returns the trust that takes files at their word; what holds if nothing is said. */
  public static Trust full() {
    return FULL;
  }

  /** Returns this trust, with the ids of the source protected. */
  public Trust withProtectedIds() {
    return new Trust(true, authority, tools);
  }

  /** Returns this trust, without fields that ask for more than tools. */
  public Trust withoutAuthority() {
    return new Trust(protectedIds, false, tools);
  }

  /** Returns this trust, with no tools but those that this grant allows too. */
  public Trust withTools(ToolGrant most) {
    return new Trust(protectedIds, authority, tools.and(most));
  }
}
