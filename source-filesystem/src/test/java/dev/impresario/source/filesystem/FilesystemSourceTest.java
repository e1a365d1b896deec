package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FilesystemSourceTest {
  @TempDir Path directory;

  private Folder folder;

  @BeforeEach
  void makeFolder() {
    folder = new Folder(directory);
  }

  @Test
  void scan_files_areInTheOrderOfTheirPaths() throws IOException {
    for (String name : List.of("b.md", "a/z.md", "a-b/x.md", "B.md", "a.md")) {
      folder.file(name, "x");
    }

    assertThat(Folder.paths(folder.scan()))
        .containsExactly("B.md", "a-b/x.md", "a.md", "a/z.md", "b.md");
  }

  @Test
  void scan_dotNames_areLeftOutSilently() throws IOException {
    folder.file(".hidden.md", "x");
    folder.file(".git/x.md", "x");
    folder.file("qa.md", "x");

    var scan = folder.scan();

    assertThat(Folder.paths(scan)).containsExactly("qa.md");
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_rootWithinDotDirectory_isRead() throws IOException {
    folder.file(".claude/agents/qa.md", "x");

    var scan = FilesystemSourceProvider.of(directory.resolve(".claude/agents")).scan();

    assertThat(Folder.paths(scan)).containsExactly("qa.md");
  }

  @Test
  void scan_relativeRoot_isRelativeToTheWorkingDirectory() throws IOException {
    folder.file("qa.md", "Test it.");
    Path relative = Path.of("").toAbsolutePath().relativize(directory.toRealPath());

    var scan = FilesystemSourceProvider.of(relative).scan();

    assertThat(scan.resources().get(0).read(Folder.LIMIT)).asString().isEqualTo("Test it.");
  }

  @Test
  void scan_workingDirectory_hasPathsWithoutPrefix() throws IOException {
    var source = new Folder(Path.of("")).source(List.of("pom.xml"), List.of("target/**"));

    assertThat(Folder.paths(source.scan())).containsExactly("pom.xml");
  }

  @Test
  void scan_rootIsALink_isFollowed() throws IOException {
    folder.file("release-1/qa.md", "x");
    Path current = folder.link("current", Path.of("release-1"));

    var scan = FilesystemSourceProvider.of(current).scan();

    assertThat(Folder.paths(scan)).containsExactly("qa.md");
  }

  @Test
  void read_rootLinkMovedOn_readsWhatIsThereNow() throws IOException {
    folder.file("release-1/qa.md", "one");
    folder.file("release-2/qa.md", "two");
    Path current = folder.link("current", Path.of("release-1"));
    AgentResource resource = FilesystemSourceProvider.of(current).scan().resources().get(0);

    Files.delete(current);
    folder.link("current", Path.of("release-2"));

    assertThat(resource.read(Folder.LIMIT)).asString().isEqualTo("two");
  }

  @Test
  void scan_noDirectory_isEmptyWithAWarning() throws IOException {
    var scan = FilesystemSourceProvider.of(directory.resolve("none")).scan();

    assertThat(scan.resources()).isEmpty();
    assertThat(Folder.lines(scan))
        .containsExactly(
            "warning [directory-missing] there is no such directory, so it offers no agents; "
                + "create it, or take this source away");
  }

  @Test
  void scan_noDirectoryButRequired_throws() {
    Path none = directory.resolve("none");

    assertThatThrownBy(() -> required(none).scan())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none + ": no such directory; create it, or set 'required' to false");
  }

  @Test
  void scan_directoryMadeLater_findsIt() throws IOException {
    var source = FilesystemSourceProvider.of(directory.resolve("later"));
    source.scan();

    folder.file("later/qa.md", "x");

    assertThat(Folder.paths(source.scan())).containsExactly("qa.md");
  }

  @Test
  void scan_rootIsAFile_throws() throws IOException {
    Path file = folder.file("qa.md", "x");

    assertThatThrownBy(() -> FilesystemSourceProvider.of(file).scan())
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": not a directory; name the directory that holds the agents");
  }

  @Test
  void scan_excludedDirectory_isNotEntered() throws IOException {
    folder.file("drafts/a/x.md", "x");
    folder.file("qa.md", "x");
    var shallow = new Limits(0, 10, 10, 10);
    var filter = PathFilter.of(List.of("**/*.md"), List.of("drafts/**"));

    var scan =
        new FilesystemSource(directory, filter, false, shallow, () -> Folder.LATER, null).scan();

    assertThat(Folder.paths(scan)).containsExactly("qa.md");
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_filesOfADirectoryExcluded_stillEntersThoseInIt() throws IOException {
    folder.file("drafts/x.md", "x");
    folder.file("drafts/good/qa.md", "x");

    var scan = folder.source(List.of("**/*.md"), List.of("drafts/*")).scan();

    assertThat(Folder.paths(scan)).containsExactly("drafts/good/qa.md");
  }

  @Test
  void scan_hundredsOfLevels_stopsAtTheLimit() throws IOException {
    folder.file("d/".repeat(64) + "in.md", "x");
    folder.file("d/".repeat(300) + "out.md", "x");

    var scan = folder.scan();

    assertThat(Folder.paths(scan)).containsExactly("d/".repeat(64) + "in.md");
    assertThat(Folder.lines(scan))
        .containsExactly(
            "d/".repeat(64)
                + "d: error [too-deep] it is more than 64 directories down and is not entered; "
                + "move it up, or exclude it");
  }

  @Test
  void scan_tooManyEntries_stopsWithOneError() throws IOException {
    folder.file("a.txt", "x");
    folder.file("b.txt", "x");
    folder.file("c/d.txt", "x");

    var scan = folder.source(new Limits(64, 2, 5, 10)).scan();

    assertThat(Folder.lines(scan))
        .containsExactly(
            "error [too-many-entries] at most 2 entries and 5 matching files are looked at; "
                + "the rest is left out; name a directory that holds agents only, "
                + "or exclude directories");
  }

  @Test
  void scan_tooManyFiles_offersAsManyAsItMay() throws IOException {
    folder.file("a.md", "x");
    folder.file("b.md", "x");
    folder.file("c.md", "x");

    var scan = folder.source(new Limits(64, 10, 2, 10)).scan();

    assertThat(scan.resources()).hasSize(2);
    assertThat(scan.diagnostics()).extracting(Diagnostic::code).containsExactly("too-many-entries");
  }

  @Test
  void scan_exactlyAsManyAsItMay_isNoError() throws IOException {
    folder.file("a.md", "x");
    folder.file("b.md", "x");

    var scan = folder.source(new Limits(64, 2, 2, 10)).scan();

    assertThat(scan.resources()).hasSize(2);
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_manyProblems_areCountedInTheEnd() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      folder.link(name + ".md", Path.of("nowhere"));
    }

    var scan = folder.source(new Limits(64, 10, 10, 2)).scan();

    assertThat(Folder.lines(scan))
        .hasSize(3)
        .last()
        .isEqualTo("error [more-problems] 2 more entries have problems; solve those told first");
  }

  @Test
  void scan_tenThousandFiles_offersEachOnce() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      folder.file("team-%02d/agent-%04d.md".formatted(i % 20, i), "Agent " + i);
    }

    var source = folder.source();
    Scan first = source.scan();
    Scan second = source.scan();

    assertThat(new HashSet<>(Folder.paths(first))).hasSize(10_000);
    assertThat(Folder.paths(first)).isSorted();
    assertThat(second.resources()).isEqualTo(first.resources());
    assertThat(first.resources().get(9_999).read(Folder.LIMIT)).asString().isEqualTo("Agent 9999");
  }

  @Test
  void scan_fileVanishesBeforeItIsLookedAt_isLeftOutSilently() throws IOException {
    Path one = folder.file("one.md", "x");
    Path two = folder.file("two.md", "x");
    var filter =
        PathFilter.of(
            path -> delete(path.equals("one.md") ? two : one), // whichever is listed first
            path -> false);

    Scan scan = with(filter).scan();

    assertThat(scan.resources()).hasSize(1);
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_rootReplacedMeanwhile_isOfTheNewOneAlone() throws IOException {
    folder.file("root/one.md", "x");
    folder.file("next/two.md", "x");
    Path root = directory.resolve("root");
    var filter =
        PathFilter.of(
            path -> !path.equals("one.md") || replace(root, directory.resolve("next")),
            path -> false);

    Scan scan =
        new FilesystemSource(root, filter, false, Limits.DEFAULT, () -> Folder.LATER, null).scan();

    assertThat(Folder.paths(scan)).containsExactly("two.md");
  }

  private boolean replace(Path root, Path next) {
    return done(() -> Files.move(root, directory.resolve("gone")))
        && done(() -> Files.move(next, root));
  }

  @Test
  void scan_directoryVanishesBeforeItIsEntered_isLeftOutSilently() throws IOException {
    folder.file("good.md", "x");
    Path team = Files.createDirectory(directory.resolve("team"));

    Scan scan = with(onDirectory(() -> delete(team))).scan();

    assertThat(Folder.paths(scan)).containsExactly("good.md");
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_directoryBecomesAFileBeforeItIsEntered_isLeftOutSilently() throws IOException {
    Path team = Files.createDirectory(directory.resolve("team"));

    Scan scan = with(onDirectory(() -> delete(team) && write(team))).scan();

    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void scan_directoryBecomesUnreadableBeforeItIsEntered_isAnError() throws IOException {
    folder.file("good.md", "x");
    Path team = Files.createDirectory(directory.resolve("team"));

    Scan scan = with(onDirectory(() -> delete(team) && loop(team))).scan();

    assertThat(Folder.paths(scan)).containsExactly("good.md");
    assertThat(Folder.lines(scan))
        .singleElement()
        .asString()
        .startsWith(
            "team: error [unreadable] it cannot be read: Too many levels of symbolic links");
  }

  /** Returns a filter that lets something happen between the look at a directory and its entry. */
  private static PathFilter onDirectory(BooleanSupplier event) {
    return PathFilter.of(path -> path.endsWith(".md"), directory -> !event.getAsBoolean());
  }

  private static boolean delete(Path path) {
    return done(() -> Files.deleteIfExists(path));
  }

  private static boolean write(Path path) {
    return done(() -> Files.writeString(path, "x"));
  }

  private static boolean loop(Path path) {
    return done(() -> Files.createSymbolicLink(path, path.getFileName()));
  }

  private static boolean done(Callable<?> action) {
    try {
      action.call();
      return true;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private AgentSource with(PathFilter filter) {
    return new FilesystemSource(directory, filter, false, Limits.DEFAULT, () -> Folder.LATER, null);
  }

  private static AgentSource required(Path directory) {
    return new FilesystemSource(
        directory, PathFilter.MARKDOWN, true, Limits.DEFAULT, () -> Folder.LATER, null);
  }
}
