package dev.impresario.source.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all roots together. */
class ClasspathSourceTest {
  @TempDir Path directory;

  @Test
  void scan_directoriesAndJars_areOneListInTheOrderOfPaths() throws IOException {
    Places.file(directory.resolve("classes/agents/b.md"), "x");
    Path jar = Places.jar(directory.resolve("a.jar"), "agents/", "agents/c.md", "agents/a/z.md");

    try (var loader = Places.loader(directory.resolve("classes"), jar)) {
      var scan = Places.source(loader).scan();

      assertThat(Places.paths(scan)).containsExactly("a/z.md", "b.md", "c.md");
      assertThat(scan.diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_samePathTwice_offersTheFirstOnTheClassPath() throws IOException {
    Path classes = directory.resolve("classes");
    Places.file(classes.resolve("agents/qa.md"), "from the directory");
    Path jar = Places.jar(directory.resolve("a.jar"), "agents/", "agents/qa.md");

    try (var loader = Places.loader(jar, classes);
        var turned = Places.loader(classes, jar)) {
      assertThat(Places.only(loader).read(Places.LIMIT)).asString().isEqualTo("agents/qa.md");
      assertThat(Places.only(turned).read(Places.LIMIT)).asString().startsWith("from the");
    }
  }

  @Test
  void scan_samePathTwice_warnsOfTheSecond() throws IOException {
    Path one = Places.jar(directory.resolve("1.jar"), "agents/", "agents/qa.md");
    Path two = Places.jar(directory.resolve("2.jar"), "agents/", "agents/qa.md");

    try (var loader = Places.loader(one, two)) {
      assertThat(Places.lines(Places.source(loader).scan()))
          .containsExactly(
              ("qa.md: warning [duplicate-resource] it is in 'jar:file:%s!/agents' and in "
                      + "'jar:file:%s!/agents'; the first one counts; "
                      + "rename one, or take one off the class path")
                  .formatted(one, two));
    }
  }

  @Test
  void scan_samePlaceTwice_isOnePlace() throws IOException {
    Path jar = Places.jar(directory.resolve("a.jar"), "agents/", "agents/qa.md");

    try (var parent = Places.loader(jar);
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent)) {
      var scan = Places.source(loader).scan();

      assertThat(Places.paths(scan)).containsExactly("qa.md");
      assertThat(scan.diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_noFolder_isEmptyWithAWarning() throws IOException {
    try (var loader = Places.loader(directory)) {
      var scan = Places.source(loader).scan();

      assertThat(scan.resources()).isEmpty();
      assertThat(Places.lines(scan))
          .containsExactly(
              "warning [folder-missing] there is no such folder on the class path, "
                  + "so it offers no agents; add it (a jar needs an entry for the folder itself), "
                  + "or take this source away");
    }
  }

  @Test
  void scan_fileOfTheFoldersName_isNoFolder() throws IOException {
    Files.writeString(directory.resolve("agents"), "x");

    try (var loader = Places.loader(directory)) {
      assertThat(Places.source(loader).scan().diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("folder-missing");
    }
  }

  @Test
  void scan_noFolderButRequired_throws() throws IOException {
    try (var loader = Places.loader(directory)) {
      var finder = new RootFinder(loader, Folder.of("agents"));
      var source =
          new ClasspathSource(
              finder, PathFilter.MARKDOWN, true, Limits.DEFAULT, () -> Places.LATER);

      assertThatThrownBy(source::scan)
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(
              "classpath:agents: no such folder on the class path; add it, "
                  + "or set 'required' to false");
    }
  }

  @Test
  void scan_emptyFolder_isEmptyWithoutAWarning() throws IOException {
    Files.createDirectory(directory.resolve("agents"));

    try (var loader = Places.loader(directory)) {
      var scan = Places.source(loader).scan();

      assertThat(scan.resources()).isEmpty();
      assertThat(scan.diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_placeThatCannotBeListed_isAnErrorAndCostsNoOther() throws IOException {
    Path jar = Places.jar(directory.resolve("a.jar"), "agents/", "agents/qa.md");
    URL strange = new URL(null, "vfs://server/agents", new NoConnection());

    try (var loader = Places.loader(jar)) {
      var scan = Places.source(Places.with(loader, strange)).scan();

      assertThat(Places.paths(scan)).containsExactly("qa.md");
      assertThat(Places.lines(scan))
          .containsExactly(
              "error [unsupported-location] 'vfs://server/agents' is neither a directory nor a "
                  + "local jar, so its files cannot be listed; "
                  + "unpack it, and use the source 'filesystem'");
    }
  }

  @Test
  void scan_jarOnAnotherMachine_isNotFetched() throws IOException {
    URL remote = new URL("jar:http://localhost:1/a.jar!/agents/");

    try (var loader = Places.loader()) {
      assertThat(Places.source(Places.with(loader, remote)).scan().diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("unsupported-location");
    }
  }

  @Test
  void scan_tooManyEntries_stopsWithOneErrorForAllPlaces() throws IOException {
    Path one = Places.jar(directory.resolve("1.jar"), "agents/", "agents/a.md", "agents/b.txt");
    Path two = Places.jar(directory.resolve("2.jar"), "agents/", "agents/c.md");

    try (var loader = Places.loader(one, two)) {
      var scan = Places.source(loader, new Limits(64, 4, 10, 10)).scan();

      assertThat(Places.paths(scan)).containsExactly("a.md");
      assertThat(Places.lines(scan))
          .containsExactly(
              "error [too-many-entries] at most 4 entries and 10 matching files are looked at; "
                  + "the rest is left out; name a folder that holds agents only, "
                  + "or exclude folders");
    }
  }

  @Test
  void scan_tooManyFiles_offersAsManyAsItMay() throws IOException {
    Path jar = Places.jar(directory.resolve("1.jar"), "agents/", "agents/a.md", "agents/b.md");

    try (var loader = Places.loader(jar)) {
      var scan = Places.source(loader, new Limits(64, 10, 1, 10)).scan();

      assertThat(Places.paths(scan)).containsExactly("a.md");
      assertThat(scan.diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("too-many-entries");
    }
  }

  @Test
  void scan_manyProblems_areCountedInTheEnd() throws IOException {
    Path jar =
        Places.jar(
            directory.resolve("1.jar"),
            "agents/",
            "agents/../a.md",
            "agents/../b.md",
            "agents//c.md");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.lines(Places.source(loader, new Limits(64, 10, 10, 1)).scan()))
          .hasSize(2)
          .last()
          .isEqualTo("error [more-problems] 2 more entries have problems; solve those told first");
    }
  }

  private static final class NoConnection extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() throws IOException {
          throw new IOException("not to be connected");
        }
      };
    }
  }
}
