package dev.impresario.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of agents that a test writes. */
record Folder(Path path) {

  Folder with(String file, String content) {
    try {
      Path target = path.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Folder withAgent(String name) {
    return with(
        name + ".md",
        "---\nname: %s\ndescription: Does %s\n---\nBe %s.\n".formatted(name, name, name));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
