package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Agents as people write them: those of the folder that {@code IMPRESARIO_CORPUS} names, else some
 * that are made after their pattern.
 */
final class AgentFiles {
  private static final @Nullable String CORPUS = System.getenv("IMPRESARIO_CORPUS");
  private static final int MADE = 400;

  /** The lengths and forms that real front matter has: texts, quotes, lists, notes, long lines. */
  private static final List<String> FRONT_MATTER =
      List.of(
          """
          name: agent-%1$d
          description: Masters part %1$d of the backend, from its interfaces to its tables. Reviews \
          designs, finds what is slow and says how to mend it. Use PROACTIVELY when creating new \
          services or changing old ones.
          model: opus
          """,
          """
          name: agent-%1$d
          description: "Reviews: every change of part %1$d before it is merged, for faults and style."
          tools: Read, Grep, Glob, Bash
          model: inherit
          color: blue
          """,
          """
          name: agent-%1$d
          description: Use this skill when somebody writes tests of part %1$d - units, contracts and \
          whole systems - or asks why one fails now and then.
          """,
          """
          # part %1$d
          name: agent-%1$d
          description: 'Writes the handbook of part %1$d.'
          tags:
            - docs
            - writing
          allowed-tools: [Read, Write, Edit]
          version: 1.%1$d.0
          """,
          """
          name: agent-%1$d
          description: >
            Looks after the pipeline of part %1$d,
            from commit to release.
          model: sonnet
          """);

  private static final String LINE = "Look at each change as if it were your own to answer for.\n";

  private AgentFiles() {}

  /** A file, as a format is given it; nobody changes the bytes. */
  static final class AgentFile {
    private final String path;
    private final byte[] content;

    AgentFile(String path, byte[] content) {
      this.path = path;
      this.content = content;
    }

    String path() {
      return path;
    }

    byte[] content() {
      return content;
    }
  }

  /** Returns a few words on where the files come from. */
  static String kind() {
    return CORPUS == null ? "files made like real ones" : "real files";
  }

  /** Returns all files, front matter or not. */
  static List<AgentFile> all() throws IOException {
    return CORPUS == null ? made() : real(Path.of(CORPUS));
  }

  private static List<AgentFile> real(Path corpus) throws IOException {
    try (Stream<Path> files = Files.walk(corpus)) {
      return files
          .filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
          .sorted()
          .map(file -> read(corpus, file))
          .toList();
    }
  }

  private static AgentFile read(Path corpus, Path file) {
    try {
      return new AgentFile(
          corpus.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<AgentFile> made() {
    return IntStream.range(0, MADE).mapToObj(AgentFiles::make).toList();
  }

  private static AgentFile make(int i) {
    // of twenty files one has a text of several lines, which is what real ones have
    int kind = i % 20 == 0 ? FRONT_MATTER.size() - 1 : i % (FRONT_MATTER.size() - 1);
    String head = FRONT_MATTER.get(kind).formatted(i);
    String text = "---\n" + head + "---\n\n" + LINE.repeat(140);
    return new AgentFile("agents/agent-%d.md".formatted(i), text.getBytes(UTF_8));
  }
}
