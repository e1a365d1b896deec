package dev.impresario.source.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class DirectoryRootTest {
  @TempDir Path classes;
  @TempDir Path elsewhere;

  private Path agents;
  private Path good;
  private URLClassLoader loader;

  @BeforeEach
  void makeFolder() throws IOException {
    agents = Files.createDirectory(classes.resolve("agents"));
    good = Files.writeString(agents.resolve("good.md"), "0123456789");
    loader = Places.loader(classes);
  }

  @AfterEach
  void closeLoader() throws IOException {
    loader.close();
  }

  @Test
  void scan_dotNames_areLeftOutSilently() throws IOException {
    Places.file(agents.resolve(".x.md"), "x");
    Places.file(agents.resolve(".git/x.md"), "x");
    Files.createSymbolicLink(agents.resolve(".#lock.md"), Path.of("user@host"));

    assertOnlyGoodAnd();
  }

  @Test
  void scan_linkWithin_isReadAtItsTarget() throws IOException {
    Files.move(good, agents.resolve("original.txt"));
    Files.createSymbolicLink(good, Path.of("original.txt"));

    assertThat(Places.only(loader).read(Places.LIMIT)).asString().isEqualTo("0123456789");
  }

  @Test
  void scan_linkOut_isAnError() throws IOException {
    Path secret = Files.writeString(elsewhere.resolve("secret.md"), "secret");
    Files.createSymbolicLink(agents.resolve("escape.md"), secret);

    assertOnlyGoodAnd(
        "escape.md: error [link-outside] the link leads out of the class path's directory "
            + "and is not followed; copy the file here");
  }

  @Test
  void scan_brokenLinks_areErrors() throws IOException {
    Files.createSymbolicLink(agents.resolve("lost.md"), Path.of("nowhere"));
    Files.createSymbolicLink(agents.resolve("loop.md"), Path.of("loop.md"));

    String broken =
        ": error [link-broken] the link leads to no file; point it at a file, or remove it";
    assertOnlyGoodAnd("loop.md" + broken, "lost.md" + broken);
  }

  @Test
  void scan_directoryLinks_areLeftOutSilently() throws IOException {
    Files.createSymbolicLink(agents.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(agents.resolve("root.md"), Path.of("/"));

    assertOnlyGoodAnd();
  }

  @Test
  void scan_pipesAndDevices_areErrors() throws Exception {
    pipe(agents.resolve("pipe.md"));
    pipe(agents.resolve("pipe"));
    Files.createSymbolicLink(agents.resolve("link.md"), Path.of("pipe"));
    Files.createSymbolicLink(agents.resolve("zero.md"), Path.of("/dev/zero"));

    String notRegular =
        ": error [not-a-regular-file] it is no regular file and is not opened; "
            + "remove it, or exclude it";
    assertOnlyGoodAnd("link.md" + notRegular, "pipe.md" + notRegular, "zero.md" + notRegular);
  }

  @Test
  void scan_directoryWithoutAccess_isAnErrorAndTheWalkGoesOn() throws IOException {
    Path secret = Files.createDirectory(agents.resolve("secret"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "this user may read everything");

    assertOnlyGoodAnd(
        "secret: error [unreadable] it cannot be read: access denied; "
            + "give the user that runs Java access to it, or exclude it");
  }

  @Test
  void scan_hundredsOfLevels_stopsAtTheLimit() throws IOException {
    Places.file(agents.resolve("d/".repeat(64) + "in.md"), "x");
    Places.file(agents.resolve("d/".repeat(300) + "out.md"), "x");

    var scan = scan();

    assertThat(Places.paths(scan)).containsExactly("d/".repeat(64) + "in.md", "good.md");
    assertThat(scan.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "d/".repeat(64)
                + "d: error [too-deep] it is more than 64 directories down and is not entered; "
                + "move it up, or exclude it");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_nameThatIsNoText_isAnErrorAndTheWalkGoesOn() throws Exception {
    run("sh", "-c", "cd '" + agents + "' && printf x > \"$(printf 'bad-\\377.md')\"");

    assertOnlyGoodAnd(
        "bad-\ufffd.md: error [bad-name] its name is no text in the character set "
            + "that Java uses for file names; rename it, or run Java in a UTF-8 locale");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new\nline.md", "esc\u001b[31mred.md", "back\\slash.md", "a:b.md"})
  void scan_oddName_isOfferedAsItIs(String name) throws IOException {
    Files.move(good, agents.resolve(name));

    var resource = Places.only(loader);

    assertThat(resource.path()).isEqualTo(name);
    assertThat(resource.read(Places.LIMIT)).hasSize(10);
  }

  @Test
  void scan_excludedDirectory_isNotEntered() throws IOException {
    Places.file(agents.resolve("drafts/a.md"), "x");
    Places.file(agents.resolve("drafts/b.md"), "x");
    var filter = PathFilter.of(List.of("**/*.md"), List.of("drafts/**"));
    var findings = new Findings(new Limits(64, 2, 10, 10));

    new DirectoryRoot(agents).list(filter, new Revisions(Places.LATER, 1), findings);

    assertThat(findings.scan().diagnostics()).isEmpty();
  }

  @Test
  void scan_folderIsALink_isFollowed() throws IOException {
    Files.move(agents, elsewhere.resolve("agents"));
    Files.createSymbolicLink(agents, elsewhere.resolve("agents"));

    assertThat(Places.only(loader).read(Places.LIMIT)).hasSize(10);
  }

  @Test
  void revision_unchanged_staysTheSame() throws IOException {
    var source = Places.source(loader);

    assertThat(source.scan().resources()).isEqualTo(source.scan().resources());
  }

  @Test
  void revision_sameSizeAndModificationTimeSetBack_differs() throws IOException {
    FileTime modified = Files.getLastModifiedTime(good);
    String before = Places.only(loader).revision();

    awaitTick();
    Files.writeString(good, "9876543210");
    Files.setLastModifiedTime(good, modified);

    assertThat(Places.only(loader).revision()).isNotEqualTo(before);
  }

  @Test
  void revision_withoutUnixAttributes_stillTellsARewrite() throws IOException {
    var revisions = new Revisions(Places.LATER, 1);
    String before = revisions.ofAny(good);

    Files.setLastModifiedTime(good, FileTime.from(Instant.EPOCH));

    assertThat(revisions.ofAny(good)).isNotEqualTo(before);
  }

  @Test
  void revision_writtenJustBeforeTheScan_differsAtTheNext() throws IOException {
    var finder = new RootFinder(loader, Folder.of("agents"));
    var source =
        new ClasspathSource(finder, PathFilter.MARKDOWN, false, Limits.DEFAULT, Instant::now);

    String first = source.scan().resources().get(0).revision();
    String second = source.scan().resources().get(0).revision();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void lastChanged_modificationTimeSetBack_isWhenThatWasDone() throws IOException {
    AgentResource resource = Places.only(loader);
    Instant before = resource.lastChanged();

    Files.setLastModifiedTime(good, FileTime.from(Instant.EPOCH));

    assertThat(resource.lastChanged()).isBetween(before, Instant.now().plusSeconds(1));
  }

  @Test
  void lastChanged_nowALinkOut_isRefused() throws IOException {
    AgentResource resource = Places.only(loader);
    Files.delete(good);
    Files.createSymbolicLink(good, Files.writeString(elsewhere.resolve("x"), "x"));

    assertThatThrownBy(resource::lastChanged).isInstanceOf(FileSystemException.class);
  }

  @Test
  void read_tooLarge_tellsSizeAndLimit() throws IOException {
    var resource = Places.only(loader);

    assertThat(resource.read(10)).hasSize(10);
    assertThatThrownBy(() -> resource.read(9))
        .isInstanceOf(AgentTooLargeException.class)
        .hasMessage("it has 10 bytes or more; at most 9 are read");
  }

  /** A file of /proc has more bytes than its size tells, as one has that grows. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void read_moreThanTheSizeTold_isStoppedAtTheLimit() {
    var proc = new DirectoryRoot(Path.of("/proc/self"));

    assertThatThrownBy(() -> proc.read("status", 20))
        .isInstanceOf(AgentTooLargeException.class)
        .hasMessage("it has 21 bytes or more; at most 20 are read");
  }

  @Test
  void read_deletedSince_throws() throws IOException {
    var resource = Places.only(loader);
    Files.delete(good);

    assertThatThrownBy(() -> resource.read(Places.LIMIT)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_nowAPipe_isRefusedAndDoesNotWait() throws Exception {
    var resource = Places.only(loader);
    Files.delete(good);
    pipe(good);

    assertRefused(resource, "no longer a regular file");
  }

  @Test
  void read_nowALinkOut_isRefused() throws IOException {
    var resource = Places.only(loader);
    Files.delete(good);
    Files.createSymbolicLink(good, Files.writeString(elsewhere.resolve("secret"), "secret"));

    assertRefused(resource, "now a link that leads out of the directory");
  }

  @Test
  void read_withoutAccess_isDenied() throws IOException {
    var resource = Places.only(loader);
    Files.setPosixFilePermissions(good, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(good), "this user may read everything");

    assertThatThrownBy(() -> resource.read(Places.LIMIT)).isInstanceOf(AccessDeniedException.class);
  }

  private static void assertRefused(AgentResource resource, String reason) {
    assertThatThrownBy(() -> resource.read(Places.LIMIT))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("good.md: " + reason);
  }

  private void assertOnlyGoodAnd(String... problems) throws IOException {
    var scan = scan();

    assertThat(Places.paths(scan)).containsExactly("good.md");
    assertThat(Places.lines(scan)).containsExactly(problems);
  }

  private Scan scan() throws IOException {
    return Places.source(loader).scan();
  }

  /** A kernel's clock ticks every few milliseconds. */
  private void awaitTick() throws IOException {
    var before = (FileTime) Files.getAttribute(good, "unix:ctime");
    Path other = elsewhere.resolve("tick");
    do {
      Files.writeString(other, "x");
    } while (((FileTime) Files.getAttribute(other, "unix:ctime")).compareTo(before) <= 0);
  }

  private static void pipe(Path path) throws Exception {
    run("mkfifo", path.toString());
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).inheritIO().start();
    assumeTrue(process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0, command[0]);
  }
}
