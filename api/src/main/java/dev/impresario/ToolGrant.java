package dev.impresario;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tools an agent may use, and how. Immutable.
 *
 * <p>A grant is a list of patterns as they stand in agent files: a tool's name ({@code Read}), a
 * name with a star at its end ({@code mcp__github__*}), every tool ({@code *}), or a name with what
 * may be passed ({@code Bash(git status)}, {@code Bash(git:*)} for anything that begins with the
 * word {@code git}, {@code Read(*)} for anything). A pattern that cannot be evaluated allows
 * nothing. Patterns that are disallowed are subtracted last, and one that cannot be evaluated takes
 * away whatever it may mean: the tool it names, or every tool if its name is in no syntax we know.
 * Doubt never widens a grant.
 */
public final class ToolGrant {
  private static final ToolGrant INHERIT = new ToolGrant(Optional.empty(), List.of(), null);

  private final Optional<List<ToolPattern>> allowed;
  private final List<ToolPattern> disallowed;
  private final @Nullable ToolGrant other;

  private ToolGrant(
      Optional<List<ToolPattern>> allowed,
      List<ToolPattern> disallowed,
      @Nullable ToolGrant other) {
    this.allowed = allowed;
    this.disallowed = disallowed;
    this.other = other;
  }

  /** Returns the grant of whatever the host allows. */
  public static ToolGrant inherit() {
    return INHERIT;
  }

  /** Returns the grant of what these patterns name; of nothing if there are none. */
  public static ToolGrant of(Collection<String> patterns) {
    return new ToolGrant(Optional.of(parse(patterns)), List.of(), null);
  }

  /** Returns this grant less what these patterns name. */
  public ToolGrant without(Collection<String> patterns) {
    return patterns.isEmpty()
        ? this
        : new ToolGrant(
            allowed, Stream.concat(disallowed.stream(), parse(patterns).stream()).toList(), other);
  }

  /** Returns the grant of what this one and the other both allow. */
  public ToolGrant and(ToolGrant grant) {
    if (grant.isUnlimited() || covers(grant)) {
      return this;
    }
    if (isUnlimited()) {
      return grant;
    }
    return new ToolGrant(allowed, disallowed, other == null ? grant : other.and(grant));
  }

  private boolean isUnlimited() {
    return allowed.isEmpty() && disallowed.isEmpty() && other == null;
  }

  /** Returns whether the other grant is part of this one already, so that chains stay short. */
  private boolean covers(ToolGrant grant) {
    return equals(grant) || (other != null && other.covers(grant));
  }

  /**
   * Returns the patterns that are allowed, or empty if whatever the host allows is inherited. Of a
   * grant made by {@link #and}, these are one side's; the other side may allow less.
   */
  public Optional<List<String>> allowed() {
    return allowed.map(ToolGrant::texts);
  }

  /** Returns the patterns that are disallowed, whatever is allowed; of one side, as above. */
  public List<String> disallowed() {
    return texts(disallowed);
  }

  /**
   * Returns whether this use of a tool is allowed, as far as this grant goes.
   *
   * @param tool the tool's name, in its own case
   * @param argument what would be passed, such as a command or a path; may be empty
   */
  public boolean allows(String tool, String argument) {
    return allowed.map(list -> anyAllows(list, tool, argument)).orElse(true)
        && disallowed.stream().allMatch(pattern -> pattern.rulesOut(tool, argument))
        && (other == null || other.allows(tool, argument));
  }

  /** Returns whether there may be an argument with which this tool is allowed. */
  public boolean reaches(String tool) {
    return allowed.map(list -> anyReaches(list, tool)).orElse(true)
        && disallowed.stream().noneMatch(pattern -> pattern.coversAllOf(tool))
        && (other == null || other.reaches(tool));
  }

  /** Compares the patterns and their order. */
  @Override
  public boolean equals(@Nullable Object that) {
    return that instanceof ToolGrant grant
        && allowed.equals(grant.allowed)
        && disallowed.equals(grant.disallowed)
        && Objects.equals(other, grant.other);
  }

  /** Agrees with {@link #equals}. */
  @Override
  public int hashCode() {
    return Objects.hash(allowed, disallowed, other);
  }

  /** Shows the patterns. */
  @Override
  public String toString() {
    String granted = allowed().map(List::toString).orElse("inherit");
    String own =
        SafeText.escape(disallowed.isEmpty() ? granted : granted + " without " + disallowed());
    return other == null ? own : own + " and " + other;
  }

  private static boolean anyAllows(List<ToolPattern> patterns, String tool, String argument) {
    return patterns.stream().anyMatch(pattern -> pattern.admits(tool, argument));
  }

  private static boolean anyReaches(List<ToolPattern> patterns, String tool) {
    return patterns.stream().anyMatch(pattern -> pattern.reaches(tool));
  }

  private static List<ToolPattern> parse(Collection<String> patterns) {
    return patterns.stream().map(ToolPattern::parse).toList();
  }

  private static List<String> texts(List<ToolPattern> patterns) {
    return patterns.stream().map(ToolPattern::text).toList();
  }
}
