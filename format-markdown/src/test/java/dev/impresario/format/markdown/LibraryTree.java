package dev.impresario.format.markdown;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What the library's own parser and composer make of a text, as a tree of ours. */
final class LibraryTree extends Load {
  private static final int FIRST_LINE = 2;

  private LibraryTree() {
    super(LoadSettings.builder().setMaxAliasesForCollections(Integer.MAX_VALUE).build());
  }

  /** Returns the tree, or null if there is no document; throws what the library throws. */
  static @Nullable Node of(String text) {
    return new LibraryTree()
        .createComposer(text)
        .getSingleNode()
        .map(LibraryTree::convert)
        .orElse(null);
  }

  private static Node convert(org.snakeyaml.engine.v2.nodes.Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (node instanceof SequenceNode list) {
      return new Node.Sequence(
          list.getValue().stream().map(LibraryTree::convert).toList(), at(list.getStartMark()));
    }
    var mapping = (MappingNode) node;
    return new Node.Mapping(
        mapping.getValue().stream()
            .map(
                tuple ->
                    new Node.Entry(
                        scalar((ScalarNode) tuple.getKeyNode()), convert(tuple.getValueNode())))
            .toList(),
        at(mapping.getStartMark()));
  }

  private static Node.Scalar scalar(ScalarNode node) {
    return new Node.Scalar(node.getValue(), node.isPlain(), at(node.getStartMark()));
  }

  private static Position at(Optional<Mark> mark) {
    return new Position(FIRST_LINE + mark.orElseThrow().getLine(), mark.get().getColumn() + 1);
  }
}
