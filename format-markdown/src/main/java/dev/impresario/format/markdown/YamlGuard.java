package dev.impresario.format.markdown;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted and refused while YAML is read. It goes on from one text to the next, since the
 * lenient reading hands over a file in pieces. Used by one thread.
 */
final class YamlGuard {
  private final Limits limits;

  /** The anchored nodes; empty while a node is still being read. */
  private final Map<String, Optional<Node>> anchors = new HashMap<>();

  private int keys;
  private int aliasNodes;
  private String place = "the front matter";

  YamlGuard(Limits limits) {
    this.limits = limits;
  }

  /** Sets which field messages are about. */
  void enter(String field) {
    place = "field '%s'".formatted(field);
  }

  void countKey(Position at) {
    if (++keys > limits.keys()) {
      throw tooManyKeys(at, limits);
    }
  }

  void checkNesting(int depth, Position at) {
    if (depth > limits.nesting()) {
      throw new Refusal(
          "too-deep",
          at,
          "%s is nested more than %d deep".formatted(place, limits.nesting()),
          "write it flatter, or raise the option 'max-nesting'");
    }
  }

  /** Checks a text; escapes such as {@code \}{@code ud800} can make what was not in the bytes. */
  void checkText(String text, Position at) {
    boolean lone =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (lone) {
      throw new Refusal(
          "lone-surrogate",
          at,
          "%s has half a surrogate pair, which is no character".formatted(place),
          "write the character itself");
    }
  }

  /** Notes that the node of this anchor begins. */
  void open(String anchor) {
    anchors.put(anchor, Optional.empty());
  }

  /** Notes the node of this anchor. */
  void close(String anchor, Node node) {
    anchors.put(anchor, Optional.of(node));
  }

  /** Returns the aliased node itself, not a copy; what is counted is what a walk would meet. */
  Node resolve(String alias, Position at, int depth) throws YamlSyntax {
    Optional<Node> target = anchors.get(alias);
    if (target == null) {
      throw new YamlSyntax(at, "there is no anchor '%s' above this alias".formatted(alias));
    }
    Node node =
        target.orElseThrow(
            () ->
                new Refusal(
                    "recursive-alias",
                    at,
                    "%s holds itself through the alias '%s'".formatted(place, alias),
                    "write the value out"));
    aliasNodes += node.size();
    if (aliasNodes > limits.aliasNodes()) {
      throw new Refusal(
          "too-many-aliases",
          at,
          "too many aliases: together they stand for more than %d values"
              .formatted(limits.aliasNodes()),
          "write the values out, or raise the option 'max-alias-nodes'");
    }
    checkNesting(depth + node.height(), at);
    return node;
  }

  Refusal tag(Position at) {
    return tag(at, "%s has a tag".formatted(place));
  }

  Refusal keyNotText(Position at) {
    return new Refusal(
        "key-not-text",
        at,
        "%s has a list or mapping as a key".formatted(place),
        "if this is meant as text, put it in quotes");
  }

  static Refusal tag(Position at, String problem) {
    return new Refusal(
        "yaml-tag",
        at,
        problem + "; tags are not allowed",
        "remove the tag, or put the value in quotes");
  }

  static Refusal directive(Position at) {
    return new Refusal(
        "yaml-directive",
        at,
        "a line that begins with '%' is a YAML directive, which front matter may not have",
        "remove the line");
  }

  static Refusal secondDocument(Position at) {
    return new Refusal(
        "yaml-documents",
        at,
        "a second YAML document begins inside the front matter",
        "keep one, and remove the line that parts them");
  }

  static Refusal tooManyKeys(Position at, Limits limits) {
    return new Refusal(
        "too-many-keys",
        at,
        "the front matter has more than %d keys".formatted(limits.keys()),
        "remove some, or raise the option 'max-keys'");
  }

  /** Refuses a key that is there already, on the line given. */
  static void checkUnique(String key, Position at, @Nullable Integer lineOfFirst) {
    if (lineOfFirst != null) {
      throw new Refusal(
          "duplicate-key",
          at,
          "the key '%s' is on line %d already".formatted(key, lineOfFirst),
          "remove one of them");
    }
  }
}
