package dev.impresario.systemtests;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What people and machines do to files, seen by a registry that nobody asks to look again. */
@EnabledOnOs(OS.LINUX) // elsewhere events come late
@Timeout(60)
class HotReloadTest {
  @TempDir Path place;

  private final List<Engine> engines = new ArrayList<>();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private LiveFolder folder = new LiveFolder(Path.of(""));

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new LiveFolder(place.resolve("agents"));
    folder.write("qa.md", LiveFolder.agent("qa", "one"));
  }

  @AfterEach
  void closeEngines() {
    engines.forEach(Engine::close);
  }

  @Test
  void savedByVim_isSeenAndNeverMissing() throws IOException {
    Engine engine = follow();
    Path file = folder.path().resolve("qa.md");

    Files.move(file, folder.path().resolve("qa.md~"));
    folder.write("qa.md", LiveFolder.agent("qa", "two"));
    Files.delete(folder.path().resolve("qa.md~"));

    awaitPrompt(engine, "qa", "two");
    assertThat(removed).isEmpty();
  }

  @Test
  void savedByAnIde_isSeenAndNeverMissing() throws IOException {
    Engine engine = follow();

    Path written = folder.write("qa.md.tmp", LiveFolder.agent("qa", "two"));
    Files.move(written, folder.path().resolve("qa.md"), ATOMIC_MOVE);

    awaitPrompt(engine, "qa", "two");
    assertThat(removed).isEmpty();
  }

  @Test
  void writtenInPlace_isSeen() throws IOException {
    Engine engine = follow();

    folder.write("qa.md", LiveFolder.agent("qa", "two"));

    awaitPrompt(engine, "qa", "two");
  }

  @Test
  void deletedAndCreated_isSeenEachTime() throws IOException {
    Engine engine = follow();

    Files.delete(folder.path().resolve("qa.md"));
    awaitIds(engine);
    folder.write("qa.md", LiveFolder.agent("qa", "two"));

    awaitPrompt(engine, "qa", "two");
  }

  @Test
  void rewrittenWithSizeAndModificationTimeOfBefore_isSeen() throws IOException {
    Path file = folder.path().resolve("qa.md");
    FileTime modified = FileTime.fromMillis(1_700_000_000_000L);
    Files.setLastModifiedTime(file, modified);
    Engine engine = follow();

    folder.write("qa.md", LiveFolder.agent("qa", "two"));
    Files.setLastModifiedTime(file, modified);

    awaitPrompt(engine, "qa", "two");
  }

  @Test
  void newNestedDirectory_isSeenWithWhatIsWrittenThereLater() throws IOException {
    Engine engine = follow();

    folder.write("a/b/c/dev.md", LiveFolder.agent("dev", "one"));
    awaitIds(engine, "dev", "qa");
    folder.write("a/b/c/dev.md", LiveFolder.agent("dev", "two"));
    awaitPrompt(engine, "dev", "two");
    folder.write("a/b/c/ops.md", LiveFolder.agent("ops", "one"));

    awaitIds(engine, "dev", "ops", "qa");
  }

  @Test
  void configMapSwapped_isSeenAndNeverMissing() throws IOException {
    Files.delete(folder.path().resolve("qa.md"));
    folder.write("..2024_1/qa.md", LiveFolder.agent("qa", "no 1"));
    Files.createSymbolicLink(folder.path().resolve("..data"), Path.of("..2024_1"));
    Files.createSymbolicLink(folder.path().resolve("qa.md"), Path.of("..data/qa.md"));
    Engine engine = follow();
    awaitPrompt(engine, "qa", "no 1");

    for (int i = 2; i < 6; i++) {
      folder.write("..2024_" + i + "/qa.md", LiveFolder.agent("qa", "no " + i));
      Path next =
          Files.createSymbolicLink(folder.path().resolve("..data_tmp"), Path.of("..2024_" + i));
      Files.move(next, folder.path().resolve("..data"), ATOMIC_MOVE);
      Files.delete(folder.path().resolve("..2024_" + (i - 1) + "/qa.md"));
      Files.delete(folder.path().resolve("..2024_" + (i - 1)));

      awaitPrompt(engine, "qa", "no " + i);
    }
    assertThat(removed).isEmpty();
  }

  @Test
  void rootRemovedAndRestored_isSeenEachTime() throws IOException {
    Engine engine = follow();
    Path elsewhere = place.resolve("elsewhere");

    Files.move(folder.path(), elsewhere);
    awaitIds(engine);
    folder = new LiveFolder(folder.path());
    Files.move(elsewhere, folder.path());
    awaitIds(engine, "qa");
    folder.write("qa.md", LiveFolder.agent("qa", "two"));
    awaitPrompt(engine, "qa", "two");
    Files.delete(folder.path().resolve("qa.md"));
    Files.delete(folder.path());
    awaitIds(engine);
    folder.write("qa.md", LiveFolder.agent("qa", "three"));

    awaitPrompt(engine, "qa", "three");
  }

  @Test
  void rootSwitchedByALink_isSeen() throws IOException {
    new LiveFolder(place.resolve("v2")).write("dev.md", LiveFolder.agent("dev", "two"));
    Path current = Files.createSymbolicLink(place.resolve("current"), folder.path());
    Engine engine = follow(new LiveFolder(current));
    awaitIds(engine, "qa");

    Path next = Files.createSymbolicLink(place.resolve("next"), place.resolve("v2"));
    Files.move(next, current, ATOMIC_MOVE);

    awaitIds(engine, "dev");
  }

  private Engine follow() {
    return follow(folder);
  }

  private Engine follow(LiveFolder some) {
    Engine engine = some.engine();
    engines.add(engine);
    var unused = engine.registry().onChange(change -> removed.addAll(change.removed()));
    return engine;
  }

  private static void awaitPrompt(Engine engine, String id, String prompt) {
    LiveFolder.await(
        "the prompt of '%s' is '%s'".formatted(id, prompt),
        () ->
            engine.registry().find(id).isPresent()
                && engine.registry().load(id).prompt().strip().equals(prompt));
  }

  private static void awaitIds(Engine engine, String... ids) {
    LiveFolder.await(
        "the agents are " + List.of(ids),
        () ->
            engine.registry().list().stream().map(AgentMetadata::id).toList().equals(List.of(ids)));
  }
}
