package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A part of a Markdown file that a program writes, between two comments that name it. */
record Section(Path file, String name) {

  /** Checks that the file has it, so that nothing is measured in vain. */
  void check() throws IOException {
    around(Files.readAllLines(file));
  }

  /** Puts lines in place of those that are there. */
  void replace(List<String> lines) throws IOException {
    List<String> all = Files.readAllLines(file);
    int[] around = around(all);
    var text = new ArrayList<>(all.subList(0, around[0] + 1));
    text.add("");
    text.addAll(lines);
    text.add("");
    text.addAll(all.subList(around[1], all.size()));
    Files.writeString(file, String.join("\n", text) + "\n");
  }

  private int[] around(List<String> lines) throws IOException {
    int begin = lines.indexOf("<!-- " + name + ": begin -->");
    int end = lines.indexOf("<!-- " + name + ": end -->");
    if (begin < 0 || end < begin) {
      throw new IOException(
          "%s has no line '<!-- %s: begin -->' with '<!-- %s: end -->' after it"
              .formatted(file, name, name));
    }
    return new int[] {begin, end};
  }
}
