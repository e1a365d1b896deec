package dev.impresario;

import java.util.EnumSet;
import java.util.List;

/**
 * Which of several definitions of one id wins: the one of the scope that comes first; within a
 * scope the one whose source was added first; within a source the one whose path comes first.
 *
 * @param name what explanations call it
 * @param scopes every scope once, the winning one first; or none, if only the order counts in which
 *     the sources were added
 */
public record Precedence(String name, List<Scope> scopes) {

  /** A project's agents replace the user's, and these the system's. As Claude Code does it. */
  public static final Precedence PROJECT_FIRST =
      new Precedence("project-first", List.of(Scope.PROJECT, Scope.USER, Scope.SYSTEM));

  /**
   * The user's agents replace the project's, and these the system's. As the Copilot CLI does it.
   */
  public static final Precedence USER_FIRST =
      new Precedence("user-first", List.of(Scope.USER, Scope.PROJECT, Scope.SYSTEM));

  /** Sources win in the order in which they were added, whatever their scopes. */
  public static final Precedence AS_ADDED = new Precedence("as-added", List.of());

  /** Checks that each scope stands there once. */
  public Precedence {
    scopes = List.copyOf(scopes);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a precedence must have a name");
    }
    var all = EnumSet.allOf(Scope.class);
    if (!scopes.isEmpty() && !(scopes.size() == all.size() && scopes.containsAll(all))) {
      throw new IllegalArgumentException(
          "a precedence names each of %s once, not %s".formatted(all, scopes));
    }
  }

  /** Returns the precedence of these scopes, the winning one first. */
  public static Precedence of(Scope first, Scope second, Scope third) {
    return new Precedence("custom", List.of(first, second, third));
  }

  /**
   * Returns the place of a scope, from 0; the lower wins. The same for all if only order counts.
   */
  public int rank(Scope scope) {
    return scopes.isEmpty() ? 0 : scopes.indexOf(scope);
  }
}
