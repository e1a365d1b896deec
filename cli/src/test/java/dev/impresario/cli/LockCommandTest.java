package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandTest {
  @TempDir Path directory;
  private Folder agents;
  private Path lock;
  private Environment here;

  @BeforeEach
  void makeFolder() throws IOException {
    agents = new Folder(directory.resolve("agents")).withAgent("qa").withAgent("ops");
    Path work = Files.createDirectory(directory.resolve("work"));
    lock = work.resolve("impresario.lock");
    here = new Environment(work, Path.of("no-such-directory"), 100, false, 0);
  }

  @Test
  void lock_writesTheVersionsOfAllAgents() throws IOException {
    Run run = lock();

    assertThat(run).isEqualTo(new Run(0, "2 agents locked in '%s'\n".formatted(lock), ""));
    assertThat(Pins.parse(Files.readString(lock)).versions()).containsOnlyKeys("ops", "qa");
    assertThat(filesBeside()).containsExactly(lock);
  }

  @Test
  void lock_ofAnotherFile_replacesWhatIsThere() throws IOException {
    Path other = Files.writeString(directory.resolve("other.lock"), "old");

    Run run = lock("--file", other.toString());

    assertThat(run.status()).isZero();
    assertThat(Pins.parse(Files.readString(other)).versions()).hasSize(2);
    assertThat(lock).doesNotExist();
  }

  @Test
  void lock_withUnreadableFile_locksTheRestAndSaysSo() throws IOException {
    agents.with("broken.md", "---\nname: broken\n");

    Run run = lock();

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo("impresario: 1 error: see lint; what cannot be read is not locked\n");
    assertThat(Pins.parse(Files.readString(lock)).versions()).containsOnlyKeys("ops", "qa");
  }

  @Test
  void lockJson_saysWhereAndHowMany() {
    Run run = lock("--json");

    assertThat(run.objects())
        .singleElement()
        .asString()
        .isEqualTo("{\"file\":\"%s\",\"agents\":2}".formatted(lock));
  }

  @Test
  void lock_whereNoFileCanBe_saysWhatIsThere() throws IOException {
    Path nowhere = directory.resolve("nowhere/a.lock");

    assertThat(lock("--file", nowhere.toString()))
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: '%s' has no directory; name a file in a directory that is there\n"
                    .formatted(nowhere)));
    assertThat(lock("--file", directory.toString()))
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: '%s' is a directory; name a file in a directory that is there\n"
                    .formatted(directory)));
    assertThat(filesBeside()).isEmpty();
  }

  @Test
  void lock_ofTwoOfOneId_locksTheOneThatWins() throws IOException {
    Folder user =
        new Folder(directory.resolve("user"))
            .with("qa.md", "---\nname: qa\ndescription: other\n---\n");

    lock("--user", user.toString());
    String projectFirst = Files.readString(lock);
    lock("--user", user.toString(), "--precedence", "user-first");

    assertThat(Files.readString(lock)).isNotEqualTo(projectFirst);
  }

  private Run lock(String... more) {
    return Run.in(
        here,
        Stream.concat(Stream.of("lock", agents.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private List<Path> filesBeside() throws IOException {
    try (Stream<Path> files = Files.list(lock.getParent())) {
      return files.toList();
    }
  }
}
