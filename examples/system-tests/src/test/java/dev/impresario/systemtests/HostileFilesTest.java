package dev.impresario.systemtests;

import static dev.impresario.systemtests.HostileRun.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import java.io.IOException;
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

/**
 * A directory of hostile files as a service meets it: all at once, in a small heap. What the policy
 * is where the collection leaves it open, the format's own tests say.
 */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_HOSTILE", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFilesTest {
  /** An unset name is the file's, and a device's name is a name: no file is ever named by it. */
  private static final Set<String> LOADED_INSTEAD = Set.of("S14", "S26");

  private Path work;
  private HostileRun run;

  @BeforeAll
  void scan() throws Exception {
    work = OrdinaryJvm.openDirectory();
    run =
        new HostileRun(work, OrdinaryJvm.copyInto(work, HostileRun.collection().resolve("small")));
  }

  @AfterAll
  void removeAll() throws Exception {
    OrdinaryJvm.remove(work);
  }

  @TestFactory
  Stream<DynamicTest> expectations() throws IOException {
    return HostileRun.expectations("small")
        .map(line -> dynamicTest(HostileRun.name(line), () -> check(line)));
  }

  @Test
  void everythingElse_isSound() {
    run.assertSound();
  }

  private void check(JsonObject line) {
    String path = text(line, "path");
    switch (text(line, "outcome")) {
      case "load" -> assertThat(run.paths()).contains(path);
      case "error" -> {
        assertThat(run.paths().contains(path)).isEqualTo(LOADED_INSTEAD.contains(text(line, "id")));
        assertThat(run.paths().contains(path) || isReported(line)).isTrue();
      }
      default -> assertThat(run.paths().contains(path) || isReported(path)).isTrue();
    }
  }

  private boolean isReported(JsonObject line) {
    String wanted = text(line, "line");
    return run.diagnosticsAt(text(line, "path")).stream()
        .anyMatch(entry -> wanted.isEmpty() || wanted.equals(text(entry, "line")));
  }

  private boolean isReported(String path) {
    return !run.diagnosticsAt(path).isEmpty();
  }
}
