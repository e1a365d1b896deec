package dev.impresario.format.markdown;

import dev.impresario.format.markdown.Node.Entry;
import dev.impresario.format.markdown.Node.Mapping;
import dev.impresario.format.markdown.Node.Scalar;
import dev.impresario.format.markdown.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Makes a tree of a YAML 1.2 text from the library's events. Its composer would make one too, but
 * without limits, and would resolve tags; here every limit holds while the text is still being
 * read. Used by one thread, for one text.
 */
final class YamlReader {
  private final YamlGuard guard;
  private final YamlEvents events;

  /**
   * Creates a reader of a text.
   *
   * @param firstLine the line of the file on which the text begins
   */
  YamlReader(YamlGuard guard, String text, int firstLine) {
    this.guard = guard;
    this.events = new YamlEvents(text, firstLine);
  }

  /** Returns the one document of the text, or null if there is none. */
  @Nullable Node read() throws YamlSyntax {
    events.refuseDirective();
    events.next(); // the start of the stream
    if (events.at(Event.ID.StreamEnd)) {
      return null;
    }
    refuseExplicit(events.next());
    Node root = node(0);
    events.next(); // the end of the document
    if (!events.at(Event.ID.StreamEnd)) {
      refuseExplicit(events.next());
    }
    return root;
  }

  private void refuseExplicit(Event start) {
    if (start instanceof DocumentStartEvent document && document.isExplicit()) {
      throw YamlGuard.secondDocument(events.startOf(start));
    }
  }

  /** Returns the node that begins here. The recursion is bounded by the limit of nesting. */
  private Node node(int depth) throws YamlSyntax {
    var event = (NodeEvent) events.next();
    Position at = events.startOf(event);
    Optional<String> anchor = event.getAnchor().map(Anchor::getValue);
    if (event instanceof AliasEvent) {
      return guard.resolve(anchor.orElseThrow(), at, depth);
    }
    anchor.ifPresent(guard::open);
    Node node =
        event instanceof ScalarEvent scalar
            ? text(scalar, at)
            : collection((CollectionStartEvent) event, at, depth + 1);
    anchor.ifPresent(name -> guard.close(name, node));
    return node;
  }

  private Scalar text(ScalarEvent event, Position at) {
    refuseTag(event.getTag(), at);
    guard.checkText(event.getValue(), at);
    return new Scalar(event.getValue(), event.isPlain(), at);
  }

  private Node collection(CollectionStartEvent event, Position at, int depth) throws YamlSyntax {
    refuseTag(event.getTag(), at);
    guard.checkNesting(depth, at);
    return event instanceof SequenceStartEvent ? sequence(at, depth) : mapping(at, depth);
  }

  private void refuseTag(Optional<String> tag, Position at) {
    if (tag.isPresent()) {
      throw guard.tag(at);
    }
  }

  private Sequence sequence(Position at, int depth) throws YamlSyntax {
    var items = new ArrayList<Node>();
    while (!events.at(Event.ID.SequenceEnd)) {
      items.add(node(depth));
    }
    events.next();
    return new Sequence(items, at);
  }

  private Mapping mapping(Position at, int depth) throws YamlSyntax {
    var entries = new ArrayList<Entry>();
    var lines = new HashMap<String, Integer>();
    while (!events.at(Event.ID.MappingEnd)) {
      Position written = events.here();
      Scalar key = key(depth, written);
      YamlGuard.checkUnique(key.text(), written, lines.put(key.text(), written.line()));
      entries.add(new Entry(key, node(depth)));
    }
    events.next();
    return new Mapping(entries, at);
  }

  private Scalar key(int depth, Position at) throws YamlSyntax {
    guard.countKey(at);
    if (!(node(depth) instanceof Scalar key)) {
      throw guard.keyNotText(at);
    }
    if (depth == 1) {
      guard.enter(key.text());
    }
    return key;
  }
}
