package dev.impresario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path directory;
  private Folder agents;
  private Path lock;

  @BeforeEach
  void lockFolder() {
    agents = new Folder(directory.resolve("agents")).withAgent("qa").withAgent("ops");
    lock = directory.resolve("agents.lock");
    assertThat(Run.of("lock", agents.toString(), "--file", lock.toString()).status()).isZero();
  }

  @Test
  void verify_ofWhatWasLocked_isClean() {
    assertThat(verify()).isEqualTo(new Run(0, "2 agents as locked in '%s'\n".formatted(lock), ""));
    assertThat(verify("--json")).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void verify_ofChanges_listsThemSorted() throws IOException {
    change();

    Run run = verify();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines().get(0)).isEqualTo("+ docs  %s/docs.md".formatted(agents));
    assertThat(run.lines().get(1)).isEqualTo("- ops");
    assertThat(run.lines().get(2))
        .matches("~ qa  \\Q%s/qa.md\\E \\([0-9a-f]{12} → [0-9a-f]{12}\\)".formatted(agents));
    assertThat(run.lines().get(3))
        .isEqualTo("1 added, 1 changed, 1 removed since '%s' was written".formatted(lock));
  }

  @Test
  void verifyJson_ofChanges_writesAnObjectForEach() throws IOException {
    change();

    Run run = verify("--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.objects())
        .extracting(change -> change.get("change").getAsString() + change.get("id").getAsString())
        .containsExactly("addeddocs", "removedops", "changedqa");
    assertThat(run.objects())
        .allSatisfy(
            change ->
                assertThat(change.keySet())
                    .containsExactly(
                        "change",
                        "id",
                        "source",
                        "path",
                        "before",
                        "version",
                        "formatBefore",
                        "format"));
  }

  @Test
  void verify_ofTheSameBytesInAnotherFormat_isTrouble() throws IOException {
    Files.move(agents.path().resolve("qa.md"), agents.path().resolve("qa.agent.md"));

    Run run = verify();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .first()
        .isEqualTo("~ qa  %s/qa.agent.md (format claude → copilot)".formatted(agents));
    assertThat(verify("--json").objects())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.get("formatBefore").getAsString()).isEqualTo("claude");
              assertThat(change.get("format").getAsString()).isEqualTo("copilot");
            });
  }

  @Test
  void verify_ofALockWithoutFormats_takesAny() throws IOException {
    Files.writeString(lock, Files.readString(lock).replaceAll("\\t.*", ""));
    Files.move(agents.path().resolve("qa.md"), agents.path().resolve("qa.agent.md"));

    assertThat(verify().status()).isZero();
  }

  @Test
  void verify_withUnreadableFile_saysThatThereIsMoreToKnow() {
    agents.with("qa.md", "---\nname: qa\n");

    Run run = verify();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines()).first().isEqualTo("- qa");
    assertThat(run.err()).isEqualTo("impresario: 1 error: see lint\n");
  }

  @Test
  void verify_withoutLock_saysHowToMakeOne() throws IOException {
    Files.delete(lock);

    assertThat(verify())
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: no lock file '%s'; write it with 'lock --file', or name another\n"
                    .formatted(lock)));
  }

  @Test
  void verify_ofWhatIsNoLock_saysSo() throws IOException {
    Files.writeString(lock, "hello\n");
    Run text = verify();
    Files.write(lock, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Run bytes = verify();

    assertThat(text.status()).isEqualTo(2);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).startsWith("impresario: %s: line 1 ".formatted(lock));
    assertThat(bytes)
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: '%s' is no lock file: not UTF-8; write one with 'lock'\n"
                    .formatted(lock)));
    assertThat(Run.of("verify", agents.toString(), "--file", agents.toString()))
        .isEqualTo(
            new Run(
                2,
                "",
                "impresario: '%s' is no lock file: not a file of at most 67,108,864 bytes; write one with 'lock'\n"
                    .formatted(agents)));
  }

  private void change() throws IOException {
    agents.withAgent("docs").with("qa.md", "---\nname: qa\ndescription: altered\n---\n");
    Files.delete(agents.path().resolve("ops.md"));
  }

  private Run verify(String... more) {
    return Run.of(
        Stream.concat(
                Stream.of("verify", agents.toString(), "--file", lock.toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
