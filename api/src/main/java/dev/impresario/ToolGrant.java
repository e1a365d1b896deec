package dev.impresario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private static final Part UNLIMITED = new Part(Optional.empty(), List.of());
  private static final ToolGrant INHERIT = new ToolGrant(List.of(UNLIMITED));

  // never empty; each has to agree
  private final List<Part> parts;

  private ToolGrant(List<Part> parts) {
    this.parts = parts;
  }

  /** Returns the grant of whatever the host allows. */
  public static ToolGrant inherit() {
    return INHERIT;
  }

  /** Returns the grant of what these patterns name; of nothing if there are none. */
  public static ToolGrant of(Collection<String> patterns) {
    return new ToolGrant(List.of(new Part(Optional.of(parse(patterns)), List.of())));
  }

  /** Returns this grant less what these patterns name. */
  public ToolGrant without(Collection<String> patterns) {
    if (patterns.isEmpty()) {
      return this;
    }
    var changed = new ArrayList<>(parts);
    changed.set(0, parts.get(0).without(parse(patterns)));
    return new ToolGrant(List.copyOf(changed));
  }

  /** Returns the grant of what this one and the other both allow. */
  @SuppressWarnings("ReferenceEquality") // an equal one takes the long way to the same
  public ToolGrant and(ToolGrant other) {
    if (other == INHERIT && parts.size() == 1) {
      return this; // what most tasks come to, without a look at any pattern
    }
    var all = new LinkedHashSet<>(parts); // each once, so that deep trees have short grants
    all.addAll(other.parts);
    all.removeIf(Part::isUnlimited); // so that allowed() shows the side that limits
    if (all.isEmpty()) {
      return this;
    }
    return all.size() == parts.size() && all.containsAll(parts)
        ? this
        : new ToolGrant(List.copyOf(all));
  }

  /**
   * Returns the patterns that are allowed, or empty if whatever the host allows is inherited. Of a
   * grant made by {@link #and}, these are one side's; the other side may allow less.
   */
  public Optional<List<String>> allowed() {
    return parts.get(0).allowed().map(ToolGrant::texts);
  }

  /** Returns the patterns that are disallowed, whatever is allowed; of one side, as above. */
  public List<String> disallowed() {
    return texts(parts.get(0).disallowed());
  }

  /**
   * Returns whether this use of a tool is allowed, as far as this grant goes.
   *
   * @param tool the tool's name, in its own case
   * @param argument what would be passed, such as a command or a path; may be empty
   */
  public boolean allows(String tool, String argument) {
    return parts.stream().allMatch(part -> part.allows(tool, argument));
  }

  /** Returns whether there may be an argument with which this tool is allowed. */
  public boolean reaches(String tool) {
    return parts.stream().allMatch(part -> part.reaches(tool));
  }

  /** Compares the patterns and their order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolGrant grant && parts.equals(grant.parts);
  }

  /** Agrees with {@link #equals}. */
  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Shows the patterns. */
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining(" and "));
  }

  private static List<ToolPattern> parse(Collection<String> patterns) {
    return patterns.stream().map(ToolPattern::parse).toList();
  }

  private static List<String> texts(List<ToolPattern> patterns) {
    return patterns.stream().map(ToolPattern::text).toList();
  }

  /**
   * What one side says.
   *
   * @param allowed what it names, or empty if it allows whatever it does not disallow
   */
  private record Part(Optional<List<ToolPattern>> allowed, List<ToolPattern> disallowed) {

    Part without(List<ToolPattern> patterns) {
      return new Part(allowed, Stream.concat(disallowed.stream(), patterns.stream()).toList());
    }

    boolean isUnlimited() {
      return disallowed.isEmpty()
          && allowed.map(list -> list.stream().anyMatch(ToolPattern::isEverything)).orElse(true);
    }

    boolean allows(String tool, String argument) {
      return allowed
              .map(list -> list.stream().anyMatch(pattern -> pattern.admits(tool, argument)))
              .orElse(true)
          && disallowed.stream().allMatch(pattern -> pattern.rulesOut(tool, argument));
    }

    boolean reaches(String tool) {
      return allowed.map(list -> list.stream().anyMatch(p -> p.reaches(tool))).orElse(true)
          && disallowed.stream().noneMatch(pattern -> pattern.coversAllOf(tool));
    }

    // Java would generate a record's own when they first run, and each start compares grants.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Part part
          && allowed.equals(part.allowed)
          && disallowed.equals(part.disallowed);
    }

    @Override
    public int hashCode() {
      return 31 * allowed.hashCode() + disallowed.hashCode();
    }

    @Override
    public String toString() {
      String granted = allowed.map(list -> texts(list).toString()).orElse("inherit");
      return SafeText.escape(
          disallowed.isEmpty() ? granted : granted + " without " + texts(disallowed));
    }
  }
}
