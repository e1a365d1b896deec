package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void withoutTheArchive_makesItAnew() throws Exception {
    Files.delete(launcher.archive());

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void afterABuildByMavenAlone_makesItAnew() throws Exception {
    LauncherCopy.age(launcher.described(), -1_000);

    assertUsed(launcher.run("list", "a folder"));
    assertThat(Files.getLastModifiedTime(launcher.described()))
        .isGreaterThan(Files.getLastModifiedTime(launcher.jar()));
  }

  @Test
  void withAJarOfTheFuture_startsPlainly() throws Exception {
    LauncherCopy.age(launcher.jar(), 1_000);

    assertPlain(launcher.run("list", "a folder"));
    assertPlain(launcher.run("list", "a folder"));
    assertThat(launcher.target("impresario.lock")).doesNotExist();
  }

  @Test
  void withAnArchiveOfAnotherJvm_makesItAnew() throws Exception {
    Files.writeString(launcher.described(), "1 2 release\n");

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void withAnArchiveOfNobodyKnowsWhom_makesItAnew() throws Exception {
    Files.delete(launcher.described());

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void withHalfAnArchive_makesItAnew() throws Exception {
    byte[] whole = Files.readAllBytes(launcher.archive());
    replaceArchive(Arrays.copyOf(whole, whole.length / 2));

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void withAnArchiveWithAHole_makesItAnew() throws Exception {
    byte[] bytes = Files.readAllBytes(launcher.archive());
    Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0); // as after a loss of power
    replaceArchive(bytes);

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void whereMakingFails_triesOnceForEachJar() throws Exception {
    Files.delete(launcher.archive());
    Path log = launcher.target("impresario-archive.log");
    Files.delete(log);
    Files.createDirectory(log);
    assertPlain(launcher.run("list", "a folder"));
    Files.delete(log); // so that it could succeed now

    assertPlain(launcher.run("list", "a folder"));
    LauncherCopy.age(launcher.described(), -1_000);
    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void whileAnotherBuilds_startsPlainlyAtOnce() throws Exception {
    Files.delete(launcher.archive());
    Path lock = Files.createDirectory(launcher.target("impresario.lock"));
    Files.writeString(lock.resolve("pid"), ProcessHandle.current().pid() + "\n");

    assertPlain(launcher.run("list", "a folder"));
    assertThat(lock).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Xshare:off",
    "JDK_JAVA_OPTIONS, -Xshare:auto",
    "_JAVA_OPTIONS, -XX:-UseSharedSpaces",
    "JAVA_TOOL_OPTIONS, -XX:SharedArchiveFile=no-such-file",
  })
  void withAnArchiveInTheEnvironment_leavesOutItsOwn(String variable, String option)
      throws Exception {
    String said = launcher.run(Map.of(variable, option), "list", "a folder");

    assertThat(said)
        .startsWith("0")
        .contains("words [list, a folder]")
        .doesNotContain("target/impresario.");
  }

  @Test
  void withAJarThatOnlyLooksOld_saysNothingOfTheJvmsRefusal() throws Exception {
    LauncherCopy.age(launcher.jar(), -1_000); // which the JVM compares

    assertUsed(launcher.run("list", "a folder"));
  }

  @Test
  void ofAnotherKind_staysBesideIt() throws Exception {
    Path other = launcher.otherArchive();
    Files.writeString(other, "of another JVM");

    LauncherCopy.age(launcher.target("impresario.stamp"), -1_000);
    assertThat(launcher.run("list")).contains("building (sources have changed)");

    assertThat(other).hasContent("of another JVM");
  }

  @Test
  void aBuild_replacesTheArchive() throws Exception {
    Files.writeString(launcher.described(), "another");
    LauncherCopy.age(launcher.target("impresario.stamp"), -1_000);

    assertThat(launcher.run("list")).contains("building (sources have changed)");
    assertUsed(launcher.run("list", "a folder"));
  }

  /** By a new file, since that of a build may not be written. */
  private void replaceArchive(byte[] bytes) throws IOException {
    Path archive = launcher.archive();
    Files.delete(archive);
    Files.write(archive, bytes);
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
