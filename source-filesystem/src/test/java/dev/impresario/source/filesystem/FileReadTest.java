package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Between the scan and the read, anything may have happened to a file. */
@Timeout(60)
class FileReadTest {
  @TempDir Path directory;
  @TempDir Path elsewhere;

  private Folder folder;
  private Path file;
  private AgentResource resource;

  @BeforeEach
  void scanOneFile() throws IOException {
    folder = new Folder(directory);
    file = folder.file("team/qa.md", "0123456789");
    resource = folder.only();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void lastChanged_modificationTimeSetBack_isWhenThatWasDone() throws IOException {
    Instant before = resource.lastChanged();

    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

    assertThat(resource.lastChanged()).isBetween(before, Instant.now().plusSeconds(1));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void lastChanged_nowALinkWithin_isThatOfItsTarget() throws IOException {
    Path target = folder.file("original.txt", "x");
    Files.delete(file);
    Files.createSymbolicLink(file, target);

    assertThat(resource.lastChanged())
        .isEqualTo(((FileTime) Files.getAttribute(target, "unix:ctime")).toInstant());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void lastChanged_nowALinkOut_isRefused() throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(elsewhere.resolve("x"), "x"));

    assertThatThrownBy(resource::lastChanged)
        .isInstanceOf(FileSystemException.class)
        .hasMessage("team/qa.md: now a link that leads out of the directory");
  }

  @Test
  void lastChanged_deletedSince_throws() throws IOException {
    Files.delete(file);

    assertThatThrownBy(resource::lastChanged).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_asLargeAsItMay_returnsAll() throws IOException {
    assertThat(resource.read(10)).asString().isEqualTo("0123456789");
  }

  @Test
  void read_withoutLimit_returnsAll() throws IOException {
    assertThat(resource.read(Integer.MAX_VALUE)).hasSize(10);
  }

  @Test
  void read_tooLarge_tellsSizeAndLimit() {
    assertThatThrownBy(() -> resource.read(9))
        .isInstanceOf(AgentTooLargeException.class)
        .hasMessage("it has 10 bytes or more; at most 9 are read");
  }

  @Test
  void read_emptyFile_returnsNothing() throws IOException {
    Files.writeString(file, "");

    assertThat(resource.read(0)).isEmpty();
  }

  /** A file of /proc has more bytes than its size tells, as one has that grows. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void read_moreThanTheSizeTold_isStoppedAtTheLimit() {
    var grown = new FileResource(new Root(Path.of("/proc/self")), "status", "1");

    assertThatThrownBy(() -> grown.read(20))
        .isInstanceOf(AgentTooLargeException.class)
        .hasMessage("it has 21 bytes or more; at most 20 are read");
  }

  @Test
  void read_changedSince_returnsWhatIsThereNow() throws IOException {
    Files.writeString(file, "changed");

    assertThat(resource.read(Folder.LIMIT)).asString().isEqualTo("changed");
  }

  @Test
  void read_deletedSince_throws() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> resource.read(Folder.LIMIT)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void read_nowAPipe_isRefusedAndDoesNotWait() throws Exception {
    Files.delete(file);
    folder.pipe("team/qa.md");

    assertRefused("no longer a regular file");
  }

  @Test
  void read_nowADirectory_isRefused() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);

    assertRefused("no longer a regular file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void read_nowALinkOut_isRefused() throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(elsewhere.resolve("secret"), "secret"));

    assertRefused("now a link that leads out of the directory");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void read_belowADirectoryThatIsNowALinkOut_isRefused() throws IOException {
    Files.delete(file);
    Files.delete(file.getParent());
    Files.createSymbolicLink(file.getParent(), elsewhere);
    Files.writeString(elsewhere.resolve("qa.md"), "secret");

    assertRefused("now a link that leads out of the directory");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void read_nowALinkWithin_isFollowed() throws IOException {
    Files.move(file, directory.resolve("moved.txt"));
    Files.createSymbolicLink(file, Path.of("../moved.txt"));

    assertThat(resource.read(Folder.LIMIT)).asString().isEqualTo("0123456789");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void read_withoutAccess_isDenied() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");

    assertThatThrownBy(() -> resource.read(Folder.LIMIT)).isInstanceOf(AccessDeniedException.class);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> resource.read(Folder.LIMIT))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("team/qa.md: " + reason);
  }
}
