package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Entry;
import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.tokens.AliasToken;
import org.snakeyaml.engine.v2.tokens.AnchorToken;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;
import org.snakeyaml.engine.v2.tokens.Token.ID;

/**
 * Makes a tree of a YAML 1.2 text. It reads the library's tokens by recursive descent, since the
 * library's own parser is not open to named modules and its next layer up has no limits. So every
 * limit holds while the text is still being read, and no tag is ever resolved.
 *
 * <p>The grammar is that of the library's parser (first Kirill Simonov's, for PyYAML); a test holds
 * the two equal. Used by one thread, for one text.
 */
final class YamlReader {
  private static final ID[] BLOCK_ENTRY_ENDS = {ID.Key, ID.Value, ID.BlockEnd};
  private static final ID[] FLOW_ENTRY_ENDS = {ID.Value, ID.FlowEntry, ID.FlowMappingEnd};
  private static final ID[] FLOW_PAIR_ENDS = {ID.Value, ID.FlowEntry, ID.FlowSequenceEnd};

  /** Which kinds of node may begin. */
  private enum Place {
    FLOW,
    BLOCK,
    /** Where a list may stand without more indentation than its key. */
    FIELD
  }

  private final YamlGuard guard;
  private final YamlTokens tokens;

  /**
   * Creates a reader of a text.
   *
   * @param firstLine the line of the file on which the text begins
   */
  YamlReader(YamlGuard guard, String text, int firstLine) {
    this.guard = guard;
    this.tokens = new YamlTokens(text, firstLine);
  }

  /** Returns the one document of the text, or null if there is none. */
  @Nullable Node read() throws YamlSyntax {
    tokens.next(); // the start of the stream
    Node root = atEnd() ? null : node(0, Place.BLOCK);
    while (tokens.at(ID.DocumentEnd)) {
      tokens.next();
    }
    if (!atEnd()) {
      throw new YamlSyntax(
          tokens.here(), "this belongs to no field; is it indented as the others?");
    }
    return root;
  }

  private boolean atEnd() throws YamlSyntax {
    if (tokens.at(ID.Directive)) {
      throw YamlGuard.directive(tokens.here());
    }
    if (tokens.at(ID.DocumentStart)) {
      throw YamlGuard.secondDocument(tokens.here());
    }
    return tokens.at(ID.StreamEnd);
  }

  /** Returns the node that begins here. The recursion is bounded by the limit of nesting. */
  private Node node(int depth, Place place) throws YamlSyntax {
    Position at = tokens.here();
    if (tokens.at(ID.Alias)) {
      return guard.resolve(((AliasToken) tokens.next()).getValue().getValue(), at, depth);
    }
    refuseTag();
    if (!tokens.at(ID.Anchor)) {
      return content(at, depth, place);
    }
    String anchor = ((AnchorToken) tokens.next()).getValue().getValue();
    refuseTag();
    guard.open(anchor);
    Node node = beginsContent(place) ? content(at, depth, place) : empty(at);
    guard.close(anchor, node);
    return node;
  }

  private void refuseTag() throws YamlSyntax {
    if (tokens.at(ID.Tag)) {
      throw guard.tag(tokens.here());
    }
  }

  private boolean beginsContent(Place place) throws YamlSyntax {
    return tokens.at(ID.Scalar, ID.FlowSequenceStart, ID.FlowMappingStart)
        || (place != Place.FLOW && tokens.at(ID.BlockSequenceStart, ID.BlockMappingStart))
        || (place == Place.FIELD && tokens.at(ID.BlockEntry));
  }

  private Node content(Position at, int depth, Place place) throws YamlSyntax {
    if (!beginsContent(place)) {
      throw new YamlSyntax(tokens.here(), "a value is missing here");
    }
    if (tokens.at(ID.Scalar)) {
      var scalar = (ScalarToken) tokens.next();
      guard.checkText(scalar.getValue(), at);
      return new Scalar(scalar.getValue(), scalar.isPlain(), at);
    }
    guard.checkNesting(depth + 1, at);
    if (tokens.at(ID.BlockEntry)) {
      return new Sequence(items(depth + 1, ID.BlockEntry, ID.Key, ID.Value, ID.BlockEnd), at);
    }
    return switch (tokens.next().getTokenId()) {
      case FlowSequenceStart -> flowList(at, depth + 1);
      case FlowMappingStart -> flowMapping(at, depth + 1);
      case BlockSequenceStart -> blockList(at, depth + 1);
      default -> blockMapping(at, depth + 1);
    };
  }

  private Sequence blockList(Position at, int depth) throws YamlSyntax {
    List<Node> items = items(depth, ID.BlockEntry, ID.BlockEnd);
    if (!tokens.at(ID.BlockEnd)) {
      throw stray("list", at);
    }
    tokens.next();
    return new Sequence(items, at);
  }

  private List<Node> items(int depth, ID... ends) throws YamlSyntax {
    var items = new ArrayList<Node>();
    while (tokens.at(ID.BlockEntry)) {
      Token dash = tokens.next();
      items.add(tokens.at(ends) ? empty(tokens.endOf(dash)) : node(depth, Place.BLOCK));
    }
    return items;
  }

  private Mapping blockMapping(Position at, int depth) throws YamlSyntax {
    var entries = new ArrayList<Entry>();
    var lines = new HashMap<String, Integer>();
    while (tokens.at(ID.Key)) {
      entries.add(entry(depth, Place.FIELD, lines, BLOCK_ENTRY_ENDS));
    }
    if (!tokens.at(ID.BlockEnd)) {
      throw stray("mapping", at);
    }
    tokens.next();
    return new Mapping(entries, at);
  }

  private Sequence flowList(Position at, int depth) throws YamlSyntax {
    var items = new ArrayList<Node>();
    while (goesOn(ID.FlowSequenceEnd, items.isEmpty(), at)) {
      items.add(tokens.at(ID.Key) ? pair(depth) : node(depth, Place.FLOW));
    }
    tokens.next();
    return new Sequence(items, at);
  }

  /** Reads an item such as that of {@code [key: value]}. */
  private Mapping pair(int depth) throws YamlSyntax {
    Position at = tokens.here();
    guard.checkNesting(depth + 1, at);
    return new Mapping(List.of(entry(depth + 1, Place.FLOW, new HashMap<>(), FLOW_PAIR_ENDS)), at);
  }

  private Mapping flowMapping(Position at, int depth) throws YamlSyntax {
    var entries = new ArrayList<Entry>();
    var lines = new HashMap<String, Integer>();
    while (goesOn(ID.FlowMappingEnd, entries.isEmpty(), at)) {
      entries.add(entry(depth, Place.FLOW, lines, FLOW_ENTRY_ENDS));
    }
    tokens.next();
    return new Mapping(entries, at);
  }

  private Entry entry(int depth, Place place, Map<String, Integer> lines, ID... ends)
      throws YamlSyntax {
    Position at = tokens.here();
    guard.countKey(at);
    boolean marked = tokens.at(ID.Key);
    Node key = marked ? valueAfter(depth, place, ends) : node(depth, place);
    if (!(key instanceof Scalar text)) {
      throw guard.keyNotText(at);
    }
    if (depth == 1) {
      guard.enter(text.text());
    }
    YamlGuard.checkUnique(text.text(), at, lines.put(text.text(), at.line()));
    boolean hasValue = marked && tokens.at(ID.Value);
    return new Entry(text, hasValue ? valueAfter(depth, place, ends) : empty(tokens.here()));
  }

  /** Takes the token before a key or value, and returns what follows. */
  private Node valueAfter(int depth, Place place, ID... ends) throws YamlSyntax {
    Token mark = tokens.next();
    return tokens.at(ends) ? empty(tokens.endOf(mark)) : node(depth, place);
  }

  /** Takes the comma before a further item, and returns whether there is one. */
  private boolean goesOn(ID end, boolean first, Position open) throws YamlSyntax {
    if (!first && tokens.at(ID.FlowEntry)) {
      tokens.next();
    } else if (!first && !tokens.at(end, ID.StreamEnd)) {
      throw new YamlSyntax(
          tokens.here(),
          "there is no comma or closing bracket; the open one is on line " + open.line());
    }
    if (tokens.at(ID.StreamEnd)) {
      throw new YamlSyntax(open, "the bracket is never closed");
    }
    return !tokens.at(end);
  }

  private YamlSyntax stray(String what, Position begin) throws YamlSyntax {
    return new YamlSyntax(
        tokens.here(),
        "this does not go on with the %s that begins on line %d".formatted(what, begin.line()));
  }

  private static Scalar empty(Position at) {
    return new Scalar("", true, at);
  }
}
