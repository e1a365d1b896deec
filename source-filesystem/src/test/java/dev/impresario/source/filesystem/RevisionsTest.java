package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.PathFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {
  private static final Instant BEGAN = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  private Folder folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    folder = new Folder(directory);
    file = folder.file("qa.md", "one");
  }

  @Test
  void revision_unchanged_staysTheSame() throws IOException {
    var source = folder.source();

    assertThat(source.scan().resources()).isEqualTo(source.scan().resources());
  }

  @Test
  void revision_otherSize_differs() throws IOException {
    String before = folder.only().revision();

    Files.writeString(file, "other");

    assertThat(folder.only().revision()).isNotEqualTo(before);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void revision_sameSizeAndModificationTimeSetBack_differs() throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    String before = folder.only().revision();

    awaitTick();
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, modified);

    assertThat(folder.only().revision()).isNotEqualTo(before);
  }

  @Test
  void revision_replacedByAnotherFile_differs() throws IOException {
    String before = folder.only().revision();

    Path other = Files.writeString(directory.resolve("other"), "two");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(folder.only().revision()).isNotEqualTo(before);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void revision_targetOfLinkRewritten_differs() throws IOException {
    Files.move(file, directory.resolve("original"));
    folder.link("qa.md", Path.of("original"));
    String before = folder.only().revision();

    Files.writeString(directory.resolve("original"), "longer");

    assertThat(folder.only().revision()).isNotEqualTo(before);
  }

  @Test
  void revision_writtenJustBeforeTheScan_differsAtTheNext() throws IOException {
    var source =
        new FilesystemSource(
            directory, PathFilter.MARKDOWN, false, Limits.DEFAULT, Instant::now, null);

    String first = source.scan().resources().get(0).revision();
    String second = source.scan().resources().get(0).revision();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void of_changedWithinTheTick_isMarkedWithTheScan() {
    var state = changed(BEGAN.minusMillis(1_999));

    assertThat(new Revisions(BEGAN, 7).of(state)).isEqualTo(state.stamp() + "~7");
  }

  @Test
  void of_changedInTheFuture_isMarkedWithTheScan() {
    var state = changed(BEGAN.plusSeconds(3_600));

    assertThat(new Revisions(BEGAN, 7).of(state)).isEqualTo(state.stamp() + "~7");
  }

  @Test
  void of_changedBeforeTheTick_isTheStampAlone() {
    var state = changed(BEGAN.minusMillis(2_001));

    assertThat(new Revisions(BEGAN, 7).of(state)).isEqualTo(state.stamp());
  }

  @Test
  void stamp_eachPart_countsAlone() {
    var state = new FileState(FileState.Kind.FILE, 1, 1, 1);

    assertThat(
            List.of(
                state.stamp(),
                new FileState(FileState.Kind.FILE, 2, 1, 1).stamp(),
                new FileState(FileState.Kind.FILE, 1, 2, 1).stamp(),
                new FileState(FileState.Kind.FILE, 1, 1, 2).stamp()))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void stamp_withoutUnixAttributes_stillTellsARewrite() throws IOException {
    String before = FileState.ofAny(file).stamp();

    Files.setLastModifiedTime(file, FileTime.from(BEGAN));

    assertThat(FileState.ofAny(file).stamp()).isNotEqualTo(before);
  }

  /** A kernel's clock ticks every few milliseconds. */
  private void awaitTick() throws IOException {
    long before = FileState.of(file).changed();
    Path other = directory.resolve("tick");
    do {
      Files.writeString(other, "x");
    } while (FileState.of(other).changed() <= before);
  }

  private static FileState changed(Instant time) {
    long nanos = TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    return new FileState(FileState.Kind.FILE, 10, nanos, 1);
  }
}
