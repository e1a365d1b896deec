package dev.impresario.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One trick of a project.
 *
 * @param what the trick, in a few words
 * @param files what it writes, by path below the project's folder
 * @param links symbolic links it makes, and where they lead
 */
record Attempt(String what, Map<String, String> files, Map<String, String> links) {

  static Attempt file(String what, String path, String content) {
    return new Attempt(what, Map.of(path, content), Map.of());
  }

  /** A Claude file with these lines of front matter. */
  static Attempt claude(String what, String path, String... fields) {
    return file(what, path, frontMatter(fields));
  }

  static String frontMatter(String... fields) {
    return "---\n" + String.join("\n", fields) + "\n---\n" + TrustTest.EVIL + "\n";
  }

  Attempt and(String path, String content) {
    var more = new LinkedHashMap<>(files);
    more.put(path, content);
    return new Attempt(what, more, links);
  }

  Attempt link(String path, String target) {
    var more = new LinkedHashMap<>(links);
    more.put(path, target);
    return new Attempt(what, files, more);
  }

  void play(Path project) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      Path path = project.resolve(link.getKey());
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(link.getValue()));
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
