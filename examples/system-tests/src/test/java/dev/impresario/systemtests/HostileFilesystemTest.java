package dev.impresario.systemtests;

import static dev.impresario.systemtests.HostileRun.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.opentest4j.TestAbortedException;

/** A directory of links, devices and odd names: one test for each line that the collection has. */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_HOSTILE", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFilesystemTest {

  /** What only an ordinary user cannot read. */
  private static final Set<String> UNREADABLE = Set.of("F11", "F12");

  private Path work;
  private HostileRun run;

  @BeforeAll
  void scan() throws Exception {
    work = OrdinaryJvm.openDirectory();
    Path root = Files.createDirectories(work.resolve("files/root"));
    OrdinaryJvm.execute(
        "python3", HostileRun.collection().resolve("gen.py").toString(), "--fs", root + "");
    run = new HostileRun(work, root);
  }

  @AfterAll
  void removeAll() throws Exception {
    OrdinaryJvm.remove(work);
  }

  @TestFactory
  Stream<DynamicTest> expectations() throws IOException {
    return HostileRun.expectations("fs")
        .map(line -> dynamicTest(HostileRun.name(line), () -> check(line)));
  }

  @Test
  void everythingElse_isSound() {
    run.assertSound();
  }

  @Test
  void filesOutsideTheRoot_areNeverRead() {
    assertThat(run.ids()).doesNotContain("outside-secret");
  }

  private void check(JsonObject line) {
    String id = text(line, "id");
    if (UNREADABLE.contains(id) && !run.isOrdinary()) {
      throw new TestAbortedException(id + " needs an ordinary user, and this machine gives none");
    }
    String path = text(line, "path");
    switch (text(line, "outcome")) {
      case "load" -> assertThat(run.paths()).contains(path);
      case "error" -> assertRefused(path);
      case "ignore" -> assertIgnored(path);
      default -> checkPolicy(id, path);
    }
  }

  private void assertRefused(String path) {
    assertThat(run.paths()).doesNotContain(path);
    // an unreadable directory is named itself, since what is in it cannot be known
    String place = path.startsWith("unreadable-dir/") ? "unreadable-dir" : path;
    assertThat(run.diagnosticsAt(place))
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("error").getAsBoolean()).isTrue());
  }

  private void assertIgnored(String path) {
    assertThat(run.paths()).noneMatch(loaded -> isAtOrBelow(loaded, path));
    assertThat(run.diagnostics()).noneMatch(entry -> isAtOrBelow(text(entry, "path"), path));
  }

  /** Where the collection leaves the policy open, ours, as docs/concepts.md states it. */
  private void checkPolicy(String id, String path) {
    switch (id) {
      case "F08" -> assertDuplicate(path);
      case "F19" ->
          assertThat(run.ids().contains("file-not-utf8") || run.codes().contains("bad-name"))
              .isTrue();
      case "F22", "F25" -> assertIgnored(path);
      case "F35" -> assertDuplicate("zz-canary.md");
      case "F36" -> assertThat(run.codes()).contains("too-deep");
      default -> throw new AssertionError("no policy is stated for " + id);
    }
  }

  private void assertDuplicate(String path) {
    assertThat(run.diagnosticsAt(path))
        .singleElement()
        .satisfies(entry -> assertThat(text(entry, "code")).isEqualTo("duplicate-id"));
  }

  private static boolean isAtOrBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
