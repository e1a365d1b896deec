package dev.impresario.source.filesystem;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each change is seen though nothing but hints brings about a scan. */
@EnabledOnOs(OS.LINUX) // elsewhere events come late, or from a poll
@Timeout(120)
class WatchTest {
  @TempDir Path place;

  private Path root;
  private Folder folder;
  private final List<Follower> followers = new ArrayList<>();

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(place.resolve("root"));
    folder = new Folder(root);
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Follower follower : followers) {
      follower.stop();
    }
  }

  @Test
  void onChange_fileMadeBeforeTheWatch_isSeenByTheFirstHint() throws Exception {
    var source = Follower.source(root, new Watch(root, SystemEvents::open, 9, System::nanoTime));
    source.scan();
    folder.file("qa.md", "x");
    var seen = new CompletableFuture<Boolean>();

    source.onChange(() -> seen.complete(true));

    assertThat(seen.get(20, TimeUnit.SECONDS)).isTrue();
    source.close();
  }

  @Test
  void hint_writtenInPlace_comes() throws Exception {
    Path file = folder.file("qa.md", "one");
    Follower follower = follow(root);

    Files.writeString(file, "other");

    follower.await(content("qa.md", "other"));
  }

  @Test
  void hint_renamedOver_comes() throws Exception {
    Path file = folder.file("qa.md", "one");
    Path other = Files.writeString(place.resolve("other"), "two");
    Follower follower = follow(root);

    Files.move(other, file, ATOMIC_MOVE);

    follower.await(content("qa.md", "two"));
  }

  @Test
  void hint_deleted_comes() throws Exception {
    Path file = folder.file("qa.md", "one");
    Follower follower = follow(root);

    Files.delete(file);

    follower.awaitPaths();
  }

  @Test
  void hint_newDirectoryDeepDown_comesForWhatIsWrittenThereAtOnceAndLater() throws Exception {
    Follower follower = follow(root);

    folder.file("a/b/c/qa.md", "x");
    follower.awaitPaths("a/b/c/qa.md");
    folder.file("a/b/c/dev.md", "x");

    follower.awaitPaths("a/b/c/dev.md", "a/b/c/qa.md");
  }

  @Test
  void hint_directoryMovedIn_comesForItAndForLaterChanges() throws Exception {
    var elsewhere = new Folder(place.resolve("elsewhere"));
    elsewhere.file("team/a/qa.md", "one");
    Follower follower = follow(root);

    Files.move(elsewhere.path().resolve("team"), root.resolve("team"));
    follower.awaitPaths("team/a/qa.md");
    folder.file("team/a/qa.md", "two");

    follower.await(content("team/a/qa.md", "two"));
  }

  @Test
  void hint_directoryMovedWithin_comesForChangesAtItsNewPlace() throws Exception {
    folder.file("old/qa.md", "one");
    Follower follower = follow(root);

    Files.move(root.resolve("old"), root.resolve("new"));
    follower.awaitPaths("new/qa.md");
    folder.file("old/dev.md", "x");
    follower.awaitPaths("new/qa.md", "old/dev.md");
    folder.file("new/qa.md", "two");

    follower.await(content("new/qa.md", "two"));
  }

  @Test
  void hint_directoryMovedOut_comesNoMoreForChangesThere() throws Exception {
    folder.file("team/qa.md", "one");
    var events = new RecordingEvents();
    Follower follower = follow(root, events::open);

    Files.move(root.resolve("team"), place.resolve("gone"));
    follower.awaitPaths();
    folder.file("dev.md", "x");
    follower.awaitPaths("dev.md");
    Files.writeString(place.resolve("gone/qa.md"), "two");
    folder.file("last.md", "x");
    follower.awaitPaths("dev.md", "last.md");

    assertThat(events.registered("team")).isNotNull();
    assertThat(events.registered("team").isValid()).isFalse();
  }

  @Test
  void hint_directoryDeletedAndMadeAnew_comesForChangesInTheNewOne() throws Exception {
    folder.file("team/qa.md", "one");
    Follower follower = follow(root);

    for (int i = 0; i < 50; i++) {
      Files.delete(root.resolve("team/qa.md"));
      Files.delete(root.resolve("team"));
      folder.file("team/qa.md", "round " + i);
      follower.await(content("team/qa.md", "round " + i));
      folder.file("team/qa.md", "again " + i);
      follower.await(content("team/qa.md", "again " + i));
    }
  }

  @Test
  void hint_rootDeletedAndMadeAnew_comesEachTime() throws Exception {
    folder.file("qa.md", "one");
    Follower follower = follow(root);

    for (int i = 0; i < 20; i++) {
      Files.delete(root.resolve("qa.md"));
      Files.delete(root);
      follower.awaitPaths();
      folder.file("qa.md", "round " + i);
      follower.await(content("qa.md", "round " + i));
      folder.file("qa.md", "again " + i);
      follower.await(content("qa.md", "again " + i));
    }
  }

  @Test
  void hint_rootReplacedByRename_comes() throws Exception {
    folder.file("qa.md", "one");
    new Folder(place.resolve("next")).file("dev.md", "two");
    Follower follower = follow(root);

    Files.move(root, place.resolve("previous"));
    Files.move(place.resolve("next"), root);

    follower.awaitPaths("dev.md");
    folder.file("qa.md", "x");
    follower.awaitPaths("dev.md", "qa.md");
  }

  @Test
  void hint_parentsOfTheRootMissing_comesAsEachAppears() throws Exception {
    Follower follower = follow(place.resolve("not/yet/there"));

    for (String next : List.of("not", "not/yet", "not/yet/there")) {
      Files.createDirectory(place.resolve(next));
      follower.await(scan -> true);
    }
    Files.writeString(place.resolve("not/yet/there/qa.md"), "x");

    follower.awaitPaths("qa.md");
  }

  @Test
  void hint_parentsOfTheRootMissing_comesWhenTheyAppear() throws Exception {
    Path deep = place.resolve("not/yet/there");
    Follower follower = follow(deep);

    new Folder(deep).file("qa.md", "x");

    follower.awaitPaths("qa.md");
  }

  @Test
  void hint_grandparentRenamed_comes() throws Exception {
    folder.file("qa.md", "x");
    Follower follower = follow(place.resolve("up/down"));

    Path up = Files.createDirectory(place.resolve("other"));
    new Folder(up).file("down/dev.md", "x");
    Files.move(up, place.resolve("up"));
    follower.awaitPaths("dev.md");
    Files.move(place.resolve("up"), up);

    follower.awaitPaths();
  }

  @Test
  void hint_rootIsALinkThatIsSwitched_comes() throws Exception {
    folder.file("v1/qa.md", "one");
    folder.file("v2/qa.md", "two");
    folder.link("hop", Path.of("v1"));
    Path current = folder.link("current", Path.of("hop"));
    Follower follower = follow(current);

    switchLink(folder.link("tmp", Path.of("v2")), root.resolve("hop"));
    follower.await(content("qa.md", "two"));
    folder.file("v2/dev.md", "x");
    follower.awaitPaths("dev.md", "qa.md");
    switchLink(folder.link("tmp", Path.of("v1")), current);
    follower.await(content("qa.md", "one"));
    Files.delete(current);

    follower.awaitPaths();
  }

  @Test
  void hint_configMapSwapped_comesWithAnotherRevision() throws Exception {
    folder.file("..2024_1/qa.md", "one");
    folder.link("..data", Path.of("..2024_1"));
    folder.link("qa.md", Path.of("..data/qa.md"));
    String before = folder.only().revision();
    Follower follower = follow(root);

    for (int i = 2; i < 30; i++) {
      folder.file("..2024_" + i + "/qa.md", "no " + i);
      switchLink(folder.link("..data_tmp", Path.of("..2024_" + i)), root.resolve("..data"));
      Files.delete(root.resolve("..2024_" + (i - 1) + "/qa.md"));
      Files.delete(root.resolve("..2024_" + (i - 1)));

      String old = before;
      Scan scan = follower.await(some -> !revision(some).equals(old));
      assertThat(scan).matches(content("qa.md", "no " + i));
      before = revision(scan);
    }
  }

  @Test
  void hint_targetOfALinkInADotDirectoryWritten_comes() throws Exception {
    folder.file(".store/original.md", "one");
    folder.link("qa.md", Path.of(".store/original.md"));
    Follower follower = follow(root);

    folder.file(".store/original.md", "two");

    follower.await(content("qa.md", "two"));
  }

  @Test
  void hint_othersInTheParentDirectories_doesNotCome() throws Exception {
    folder.file("qa.md", "one");
    Path current = Files.createSymbolicLink(place.resolve("current"), root);
    var events = new RecordingEvents();
    Follower follower = follow(current, events::open);

    for (int i = 0; i < 100; i++) {
      Path noise = Files.writeString(place.resolve("noise-" + i), "x");
      Files.move(noise, place.resolve("other-" + i));
      Files.delete(place.resolve("other-" + i));
    }
    events.awaitHandled(place);

    assertThat(follower.unseen()).isZero();
  }

  @Test
  void hint_wayThroughTheRootItself_comesForWritesThereToo() throws Exception {
    Path file = folder.file("qa.md", "one");
    Path link = folder.link("self", root);
    var hints = new Semaphore(0);
    var source = Follower.source(link, new Watch(link, SystemEvents::open, 9, System::nanoTime));
    source.onChange(hints::release);
    acquire(hints);
    source.scan();
    switchLink(Files.createSymbolicLink(place.resolve("tmp"), root), link);
    acquire(hints);
    source.scan(); // asks for the way again

    Files.writeString(file, "two");

    acquire(hints);
    source.close();
  }

  @Test
  void scan_linkSwitchedBeforeItsTargetIsLookedAt_looksAgain() throws Exception {
    Path old = folder.file("..1/qa.md", "one");
    folder.file("..2/qa.md", "other");
    folder.link("qa.md", Path.of("..data/qa.md"));
    Path data = folder.link("..data", Path.of("..1"));
    var events = new RecordingEvents();
    var source = Follower.source(root, new Watch(root, events::open, 9, System::nanoTime));
    source.onChange(() -> {});
    events.refuse(
        path -> {
          if (path.endsWith("..1")) {
            switchLink(folder.link("tmp", Path.of("..2")), data);
            Files.delete(old);
          }
        });

    Scan scan = source.scan();

    assertThat(scan).matches(content("qa.md", "other"));
    assertThat(scan.diagnostics()).isEmpty();
    source.close();
  }

  @Test
  void scan_fileWrittenJustBeforeItsDirectoryIsWatched_isInThatScan() throws Exception {
    Files.createDirectory(root.resolve("team"));
    var events = new RecordingEvents();
    var source = Follower.source(root, new Watch(root, events::open, 9, System::nanoTime));
    source.onChange(() -> {});
    events.refuse(
        path -> {
          if (path.endsWith("team")) {
            folder.file("team/qa.md", "x");
          }
        });

    assertThat(Folder.paths(source.scan())).containsExactly("team/qa.md");
    source.close();
  }

  private static void acquire(Semaphore hints) throws InterruptedException {
    assertThat(hints.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void hint_manyChangesAtOnce_neverLosesTheLast() throws Exception {
    Follower follower = follow(root);
    var random = new Random(7);

    for (int i = 0; i < 2_000; i++) {
      changeAnything(random, i);
    }
    folder.file("last.md", "x");

    String[] present = Folder.paths(folder.scan()).toArray(String[]::new);
    follower.awaitPaths(present);
  }

  private Follower follow(Path directory) throws Exception {
    return follow(directory, SystemEvents::open);
  }

  private Follower follow(Path directory, Events.Opener opener) throws Exception {
    var follower = Follower.of(directory, opener);
    followers.add(follower);
    return follower;
  }

  private void changeAnything(Random random, int i) throws IOException {
    Path parent = root.resolve("d" + random.nextInt(4));
    Path directory = parent.resolve("e" + random.nextInt(3));
    switch (random.nextInt(4)) {
      case 0 -> remove(parent);
      case 1 -> {
        Path other = root.resolve("d" + random.nextInt(4));
        if (Files.exists(parent) && !Files.exists(other)) {
          Files.move(parent, other);
        }
      }
      default -> {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("a" + i % 5 + ".md"), "x");
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void switchLink(Path from, Path over) throws IOException {
    Files.move(from, over, ATOMIC_MOVE);
  }

  private static Predicate<Scan> content(String path, String content) {
    return scan -> scan.resources().stream().anyMatch(file -> has(file, path, content));
  }

  private static String revision(Scan scan) {
    return scan.resources().get(0).revision();
  }

  private static boolean has(AgentResource file, String path, String content) {
    try {
      return file.path().equals(path)
          && new String(file.read(Folder.LIMIT), StandardCharsets.UTF_8).equals(content);
    } catch (IOException e) {
      return false;
    }
  }
}
