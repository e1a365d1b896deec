package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Diagnostic;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, pipes, what may not be read, and names nobody would choose. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class OddEntriesTest {
  private static final String BROKEN =
      ": error [link-broken] the link leads to no file; point it at a file, or remove it";
  private static final String OUTSIDE =
      ": error [link-outside] the link leads out of the source's directory and is not followed; "
          + "copy the file here, or make its directory a source of its own";
  private static final String NOT_REGULAR =
      ": error [not-a-regular-file] it is no regular file and is not opened; "
          + "remove it, or exclude it";

  @TempDir Path directory;
  @TempDir Path elsewhere;

  private Folder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(directory);
    folder.file("good.md", "x");
  }

  @Test
  void scan_linkWithin_isReadAtItsTarget() throws IOException {
    Files.delete(directory.resolve("good.md"));
    folder.file("..data/original.txt", "Test it.");
    folder.link("qa.md", Path.of("..data/original.txt"));

    var resource = folder.only();

    assertThat(resource.path()).isEqualTo("qa.md");
    assertThat(resource.read(Folder.LIMIT)).asString().isEqualTo("Test it.");
  }

  @Test
  void scan_linkWithin_hasTheRevisionOfItsTarget() throws IOException {
    folder.link("qa.md", Path.of("good.md"));

    var scan = folder.scan();

    assertThat(scan.resources())
        .extracting(r -> r.revision())
        .hasSize(2)
        .containsOnly(scan.resources().get(0).revision());
  }

  @Test
  void scan_linkOut_isAnError() throws IOException {
    folder.link("escape.md", Files.writeString(elsewhere.resolve("secret.md"), "secret"));

    assertProblem("escape.md" + OUTSIDE);
  }

  @Test
  void scan_linkToSiblingWhoseNameBeginsAlike_leadsOut() throws IOException {
    folder.file("agents/qa.md", "x");
    folder.file("agents-private/secret.md", "x");
    folder.link("agents/escape.md", Path.of("../agents-private/secret.md"));

    var scan = new Folder(directory.resolve("agents")).scan();

    assertThat(Folder.lines(scan)).containsExactly("escape.md" + OUTSIDE);
  }

  @Test
  void scan_linkThroughDirectoryLinkOut_isAnError() throws IOException {
    Files.writeString(elsewhere.resolve("secret.md"), "secret");
    folder.link("door", elsewhere);
    folder.link("escape.md", Path.of("door/secret.md"));

    assertProblem("escape.md" + OUTSIDE);
  }

  @Test
  void scan_danglingLink_isAnError() throws IOException {
    folder.link("lost.md", Path.of("nowhere.md"));

    assertProblem("lost.md" + BROKEN);
  }

  @Test
  void scan_linkToItself_isAnError() throws IOException {
    folder.link("loop.md", Path.of("loop.md"));

    assertProblem("loop.md" + BROKEN);
  }

  @Test
  void scan_linksThatDoNotMatch_areLeftOutSilently() throws IOException {
    folder.link(".#lock.md", Path.of("user@host.1234"));
    folder.link("lost.txt", Path.of("nowhere"));

    assertSilent();
  }

  @Test
  void scan_directoryLinks_areLeftOutSilently() throws IOException {
    folder.file("team/inner.md", "x");
    folder.link("team/loop", Path.of(".."));
    folder.link("alias.md", Path.of("team"));
    folder.link("root.md", Path.of("/"));

    var scan = folder.scan();

    assertThat(Folder.paths(scan)).containsExactly("good.md", "team/inner.md");
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_directoryNamedAsAFile_isADirectory() throws IOException {
    folder.file("team.md/inner.md", "x");

    assertThat(Folder.paths(folder.scan())).containsExactly("good.md", "team.md/inner.md");
  }

  @Test
  void scan_pipe_isAnError() throws Exception {
    folder.pipe("pipe.md");

    assertProblem("pipe.md" + NOT_REGULAR);
  }

  @Test
  void scan_pipeThatDoesNotMatch_isLeftOutSilently() throws Exception {
    folder.pipe("pipe");

    assertSilent();
  }

  @Test
  void scan_linkToPipe_isAnError() throws Exception {
    folder.pipe("pipe");
    folder.link("qa.md", Path.of("pipe"));

    assertProblem("qa.md" + NOT_REGULAR);
  }

  @Test
  void scan_linkToDevice_isAnError() throws IOException {
    folder.link("zero.md", Path.of("/dev/zero"));

    assertProblem("zero.md" + NOT_REGULAR);
  }

  @Test
  void scan_socket_isAnError() throws IOException {
    // The name of a socket must be short, that of a temporary directory may be long.
    Path socket = Files.createTempDirectory(Path.of("/tmp"), "s").resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.move(socket, directory.resolve("socket.md"));

      assertProblem("socket.md" + NOT_REGULAR);
    } finally {
      Files.delete(socket.getParent());
    }
  }

  @Test
  void scan_directoryWithoutAccess_isAnErrorAndTheWalkGoesOn() throws IOException {
    Path secret = folder.file("secret/x.md", "x").getParent();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "this user may read everything");

    try {
      assertProblem(
          "secret: error [unreadable] it cannot be read: access denied; "
              + "give the user that runs Java access to it, or exclude it");
    } finally {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void scan_directoryThatListsButDoesNotOpen_isAnErrorForEachEntry() throws IOException {
    Path secret = folder.file("secret/x.md", "x").getParent();
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    assumeFalse(Files.isExecutable(secret), "this user may read everything");

    try {
      assertProblem(
          "secret/x.md: error [unreadable] it cannot be read: access denied; "
              + "give the user that runs Java access to it, or exclude it");
    } finally {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Not even root can open a path of more than 4,096 bytes. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_directoryThatCannotBeOpened_isAnErrorAndTheWalkGoesOn() throws IOException {
    String half = ("d".repeat(250) + "/").repeat(9);
    Path front = Files.createDirectories(directory.resolve(half));
    Files.createDirectories(elsewhere.resolve("back").resolve(half));
    Path joined = Files.move(elsewhere.resolve("back"), front.resolve("back"));

    try {
      var scan = folder.scan();

      assertThat(Folder.paths(scan)).containsExactly("good.md");
      assertThat(Folder.lines(scan))
          .singleElement()
          .asString()
          .endsWith(
              ": error [unreadable] it cannot be read: File name too long; "
                  + "give the user that runs Java access to it, or exclude it");
    } finally {
      Files.move(joined, elsewhere.resolve("back")); // or the directory could not be deleted
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new\nline.md",
        "esc\u001b[31mred.md",
        "\u202egnp.dm.md",
        "back\\slash.md",
        "x\\..\\up.md",
        "-rf.md",
        "colon:stream.md",
        "trailing-dot..md",
        "CON.md",
        "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69.md",
        "\ufffd.md",
      })
  void scan_oddName_isOfferedAsItIs(String name) throws IOException {
    assumeExpressible(name);
    Files.delete(directory.resolve("good.md"));
    folder.file(name, "Test it.");

    var resource = folder.only();

    assertThat(resource.path()).isEqualTo(name);
    assertThat(resource.read(Folder.LIMIT)).asString().isEqualTo("Test it.");
  }

  @Test
  void scan_longestName_isOffered() throws IOException {
    String name = "n".repeat(252) + ".md";
    folder.file(name, "x");

    assertThat(Folder.paths(folder.scan())).contains(name);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_nameThatIsNoText_isAnErrorAndTheWalkGoesOn() throws Exception {
    shell("printf x > \"$(printf 'bad-\\377\\376.md')\"");

    assertProblem(
        "bad-\ufffd\ufffd.md: error [bad-name] its name is no text in the character set "
            + "that Java uses for file names; rename it, or run Java in a UTF-8 locale");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void scan_directoryNameThatIsNoText_isAnErrorAndTheWalkGoesOn() throws Exception {
    shell("mkdir \"$(printf 'bad-\\377')\" && cd bad* && printf x > inner.md");

    assertThat(folder.scan().diagnostics())
        .extracting(Diagnostic::code, Diagnostic::path)
        .containsExactly(tuple("bad-name", "bad-\ufffd"));
  }

  private static void assumeExpressible(String name) {
    var charset = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeTrue(charset.newEncoder().canEncode(name), "no such names in this locale");
  }

  private void shell(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).inheritIO().start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private void assertProblem(String line) throws IOException {
    var scan = folder.scan();

    assertThat(Folder.paths(scan)).containsExactly("good.md");
    assertThat(Folder.lines(scan)).containsExactly(line);
  }

  private void assertSilent() throws IOException {
    var scan = folder.scan();

    assertThat(Folder.paths(scan)).containsExactly("good.md");
    assertThat(scan.diagnostics()).isEmpty();
  }
}
