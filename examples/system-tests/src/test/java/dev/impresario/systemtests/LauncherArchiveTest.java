package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher uses an archive of loaded classes only where it fits, and never speaks of it. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LauncherArchiveTest {
  @TempDir Path directory;

  private LauncherCopy launcher;

  @BeforeEach
  void build() throws Exception {
    launcher = LauncherCopy.in(Files.createDirectory(directory.resolve("a place")));
    assertThat(launcher.run("list")).contains("building (first run").contains("words [list]");
  }

  @Test
  void afterABuild_theArchiveIsUsed() throws Exception {
    assertThat(launcher.archive()).exists();
    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void withoutTheArchive_startsPlainly() throws Exception {
    Files.delete(launcher.archive());

    assertPlain(launcher.run("list", "a folder"));
  }

  @Test
  void withANewerJar_startsPlainly() throws Exception {
    LauncherCopy.age(launcher.jar(), 10);

    assertPlain(launcher.run("list", "a folder"));
  }

  @Test
  void withAnArchiveOfAnotherJvm_startsPlainly() throws Exception {
    Files.writeString(launcher.target("impresario.jvm"), "JAVA_VERSION=\"17.0.0\"\n");

    assertPlain(launcher.run("list", "a folder"));
  }

  @Test
  void withAnArchiveOfNobodyKnowsWhom_startsPlainly() throws Exception {
    Files.delete(launcher.target("impresario.jvm"));

    assertPlain(launcher.run("list", "a folder"));
  }

  @Test
  void withHalfAnArchive_startsPlainly() throws Exception {
    Path archive = launcher.archive();
    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));

    assertPlain(launcher.run("list", "a folder"));
  }

  @Test
  void withAJarThatOnlyLooksOld_saysNothingOfTheJvmsRefusal() throws Exception {
    LauncherCopy.age(launcher.jar(), -1_000); // which the JVM compares

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void aBuild_replacesTheArchive() throws Exception {
    Files.writeString(launcher.target("impresario.jvm"), "another");
    LauncherCopy.age(launcher.target("impresario.stamp"), -1_000);

    assertThat(launcher.run("list")).contains("building (sources have changed)");
    assertUsed(launcher.run("list", "a folder"));
  }

  private static void assertUsed(String said) {
    assertThat(said.lines())
        .hasSize(3)
        .startsWith("0", "words [list, a folder]")
        .last()
        .asString()
        .contains("cli/target/impresario.");
  }

  private static void assertPlain(String said) {
    assertThat(said.lines()).hasSize(3).startsWith("0", "words [list, a folder]");
    assertThat(said).doesNotContain("target/impresario.");
  }
}
