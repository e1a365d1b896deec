package dev.impresario.systemtests;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.impresario.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.opentest4j.TestAbortedException;

/**
 * A directory of links, devices and odd names, read by an ordinary user's JVM with 256 MB in 10 s:
 * one test for each line that the collection expects.
 */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_HOSTILE", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFilesystemTest {
  private static final int SECONDS = 10;

  /** What only an ordinary user cannot read. */
  private static final Set<String> UNREADABLE = Set.of("F11", "F12");

  private Path work;
  private boolean ordinary;
  private final List<JsonObject> agents = new ArrayList<>();
  private final List<JsonObject> diagnostics = new ArrayList<>();

  @BeforeAll
  void scan() throws Exception {
    work =
        Files.createTempDirectory(
            "impresario-hostile",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path root = work.resolve("files/root");
    generate(root);
    var jvm = new OrdinaryJvm(work);
    ordinary = jvm.isOrdinary();
    Path seen = work.resolve("seen.json");
    jvm.run(HostileScan.class, SECONDS, root.toString(), seen.toString());
    JsonObject json = JsonParser.parseString(Files.readString(seen)).getAsJsonObject();
    json.getAsJsonArray("agents").forEach(agent -> agents.add(agent.getAsJsonObject()));
    json.getAsJsonArray("diagnostics").forEach(entry -> diagnostics.add(entry.getAsJsonObject()));
  }

  @AfterAll
  void removeAll() throws Exception {
    run("chmod", "-R", "u+rwx", work.toString());
    run("rm", "-rf", work.toString());
  }

  @TestFactory
  Stream<DynamicTest> expectations() throws IOException {
    return Files.readAllLines(hostile().resolve("expect.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> text(line, "group").equals("fs"))
        .map(line -> dynamicTest(name(line), () -> check(line)));
  }

  @Test
  void canaries_alwaysLoad() {
    assertThat(ids()).contains("canary-first", "canary-last");
  }

  @Test
  void diagnostics_areShortSafeLines() {
    assertThat(diagnostics)
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              String line = text(entry, "text");
              assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(1024);
              assertThat(SafeText.escape(line)).isEqualTo(line);
            });
  }

  @Test
  void filesOutsideTheRoot_areNeverRead() {
    assertThat(ids()).doesNotContain("outside-secret");
  }

  private void check(JsonObject line) {
    String id = text(line, "id");
    if (UNREADABLE.contains(id) && !ordinary) {
      throw new TestAbortedException(id + " needs an ordinary user, and this machine gives none");
    }
    String path = line.get("path").isJsonNull() ? "" : text(line, "path");
    switch (text(line, "outcome")) {
      case "load" -> assertThat(loadedPaths()).contains(path);
      case "error" -> assertRefused(path);
      case "ignore" -> assertIgnored(path);
      default -> checkPolicy(id, path);
    }
  }

  private void assertRefused(String path) {
    assertThat(loadedPaths()).doesNotContain(path);
    // an unreadable directory is named itself, since what is in it cannot be known
    String place = path.startsWith("unreadable-dir/") ? "unreadable-dir" : path;
    assertThat(diagnostics)
        .filteredOn(entry -> place.equals(pathOf(entry)))
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("error").getAsBoolean()).isTrue());
  }

  private void assertIgnored(String path) {
    assertThat(loadedPaths()).noneMatch(loaded -> isAtOrBelow(loaded, path));
    assertThat(diagnostics).noneMatch(entry -> isAtOrBelow(pathOf(entry), path));
  }

  /** Where the collection leaves the policy open, ours, as docs/concepts.md states it. */
  private void checkPolicy(String id, String path) {
    switch (id) {
      case "F08" -> assertThat(codesAt(path)).containsExactly("duplicate-id");
      case "F35" -> assertThat(codesAt("zz-canary.md")).containsExactly("duplicate-id");
      case "F19" ->
          assertThat(ids().contains("file-not-utf8") || codes().contains("bad-name")).isTrue();
      case "F22", "F25" -> assertIgnored(path);
      case "F36" -> assertThat(codes()).contains("too-deep");
      default -> throw new AssertionError("no policy is stated for " + id);
    }
  }

  private List<String> ids() {
    return agents.stream().map(agent -> text(agent, "id")).toList();
  }

  private List<String> loadedPaths() {
    return agents.stream().map(agent -> text(agent, "path")).toList();
  }

  private List<String> codes() {
    return diagnostics.stream().map(entry -> text(entry, "code")).toList();
  }

  private List<String> codesAt(String path) {
    return diagnostics.stream()
        .filter(entry -> path.equals(pathOf(entry)))
        .map(entry -> text(entry, "code"))
        .toList();
  }

  private static boolean isAtOrBelow(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }

  private static String pathOf(JsonObject entry) {
    JsonElement path = entry.get("path");
    return path == null || path.isJsonNull() ? "" : path.getAsString();
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static String name(JsonObject line) {
    String path = line.get("path").isJsonNull() ? "(no UTF-8)" : text(line, "path");
    return text(line, "id")
        + " "
        + SafeText.escape(path.length() < 60 ? path : path.substring(0, 60));
  }

  private static void generate(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root);
    run("python3", hostile().resolve("gen.py").toString(), "--fs", root.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(DISCARD).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }

  private static Path hostile() {
    return Path.of(Objects.requireNonNull(System.getenv("IMPRESARIO_HOSTILE")));
  }
}
