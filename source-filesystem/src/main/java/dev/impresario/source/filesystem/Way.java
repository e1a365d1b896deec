package dev.impresario.source.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way to a directory, name by name, through all links. Which directory it leads to can only
 * change where one of its names does.
 */
final class Way {
  private static final int MOST_LINKS = 40; // what Linux allows

  private final Step step;
  private final Deque<Path> ahead = new ArrayDeque<>();
  private Path here;
  private int links;

  /** What is to be done before a name is looked at. */
  @FunctionalInterface
  interface Step {
    void take(Path directory, Path name);
  }

  private Way(Path absolute, Step step) {
    this.step = step;
    this.here = absolute.getRoot();
    push(absolute);
  }

  /** Goes as far as there is anything. */
  static void follow(Path directory, Step step) {
    var way = new Way(directory.toAbsolutePath(), step);
    try {
      way.follow();
    } catch (IOException e) {
      // It ends here. What is missing or broken, the scan finds out and tells.
    }
  }

  private void follow() throws IOException {
    while (!ahead.isEmpty()) {
      Path name = ahead.pop();
      switch (name.toString()) {
        case "", "." -> {}
        case ".." -> here = here.getParent() == null ? here : here.getParent();
        default -> enter(name);
      }
    }
  }

  private void enter(Path name) throws IOException {
    step.take(here, name);
    Path next = here.resolve(name);
    if (FileState.of(next).kind() != FileState.Kind.LINK) {
      here = next;
    } else if (++links <= MOST_LINKS) {
      turn(Files.readSymbolicLink(next));
    } else {
      ahead.clear();
    }
  }

  private void turn(Path target) {
    if (target.isAbsolute()) {
      here = target.getRoot();
    }
    push(target);
  }

  private void push(Path names) {
    for (int i = names.getNameCount() - 1; i >= 0; i--) {
      ahead.push(names.getName(i));
    }
  }
}
