package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.AgentSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where there are no events, or not enough. */
@Timeout(60)
class WatchRefusedTest {
  private static final String EXHAUSTED =
      "warning [not-watched] events are to tell of changes, but the system has no more of them to "
          + "give; scans find the others; raise fs.inotify.max_user_watches and "
          + "fs.inotify.max_user_instances, or rely on the interval of scans";

  @TempDir Path directory;

  private final AtomicLong time = new AtomicLong();
  private Folder folder;
  private RecordingEvents events;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(directory.toRealPath());
    folder.file("a/x.md", "x");
    folder.file("b/x.md", "x");
    events = new RecordingEvents();
  }

  @AfterEach
  void closeEvents() throws IOException {
    events.close();
  }

  @Test
  void scan_nothingChanged_asksForNoEventsAgain() throws IOException {
    var source = watching(100);
    source.scan();
    assertThat(events.namesAsked(this::isInTree)).containsExactlyInAnyOrder(rootName(), "a", "b");

    source.scan();

    assertThat(events.asked).isEmpty();
  }

  @Test
  void scan_directoryReplaced_asksForItsEventsAlone() throws IOException {
    var source = watching(100);
    source.scan();
    events.asked.clear();

    Files.move(folder.path().resolve("a"), folder.path().resolve("c"));
    folder.file("a/x.md", "x");
    source.scan();

    assertThat(events.namesAsked(path -> true)).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void scan_watchesExhausted_warnsAlikeEachTimeAndAsksOnlyOnce() throws IOException {
    events.refuse(
        path -> {
          if (isInTree(path)) {
            throw new IOException("User limit of inotify watches reached");
          }
        });
    var source = watching(100);

    var first = source.scan();
    assertThat(Folder.lines(first)).containsExactly(EXHAUSTED);
    assertThat(Folder.paths(first)).containsExactly("a/x.md", "b/x.md");
    assertThat(events.namesAsked(this::isInTree)).containsExactly(rootName());
    assertThat(source.scan()).isEqualTo(first);

    assertThat(events.asked).isEmpty();
  }

  @Test
  void scan_watchesExhaustedAWhileAgo_triesAgainAndWarnsNoMore() throws IOException {
    events.refuse(
        path -> {
          throw new IOException("User limit of inotify watches reached");
        });
    var source = watching(100);
    source.scan();
    events.refuse(path -> {}).asked.clear();

    time.addAndGet(Watch.PATIENCE.toNanos() - 1);
    assertThat(Folder.lines(source.scan())).containsExactly(EXHAUSTED);
    assertThat(events.asked).isEmpty();
    time.addAndGet(1);

    assertThat(source.scan().diagnostics()).isEmpty();
    assertThat(events.namesAsked(this::isInTree)).containsExactlyInAnyOrder(rootName(), "a", "b");
  }

  @Test
  void scan_someWatched_keepsWhatWorks() throws Exception {
    events.refuse(
        path -> {
          if (path.endsWith("b")) {
            throw new IOException("User limit of inotify watches reached");
          }
        });
    var follower = Follower.of(directory, events::open);

    folder.file("y.md", "x");

    var scan = follower.awaitPaths("a/x.md", "b/x.md", "y.md");
    assertThat(Folder.lines(scan)).containsExactly(EXHAUSTED);
    follower.stop();
  }

  @Test
  void scan_oneDirectoryHasNoEvents_asksForTheOthers() throws IOException {
    events.refuse(
        path -> {
          if (path.endsWith(rootName())) {
            throw new FileSystemException(path.toString(), null, "Function not implemented");
          }
        });

    var source = watching(100);

    assertThat(Folder.lines(source.scan()))
        .containsExactly(
            "warning [not-watched] events are to tell of changes, but the file system has none, "
                + "or not for all of its directories; scans find the others; set 'watch' to false, "
                + "and rely on the interval of scans");
    assertThat(events.namesAsked(this::isInTree)).containsExactlyInAnyOrder(rootName(), "a", "b");
  }

  @Test
  void scan_directoryAboveMayNotBeRead_isNotWorthAWarning() throws IOException {
    events.refuse(
        path -> {
          if (!isInTree(path)) {
            throw new AccessDeniedException(path.toString());
          }
        });

    assertThat(watching(100).scan().diagnostics()).isEmpty();
  }

  @Test
  void scan_rootReplacedUnseen_asksForTheWayAgain() throws IOException {
    Path root = folder.path().resolve("a");
    events.refuse(
        path -> {
          if (!path.startsWith(root)) {
            throw new AccessDeniedException(path.toString());
          }
        });
    var source = Follower.source(root, new Watch(root, events::open, 9, time::get));
    source.onChange(() -> {});
    source.scan();
    events.asked.clear();

    Files.move(root, folder.path().resolve("old"));
    folder.file("a/x.md", "x");
    source.scan();

    assertThat(events.asked).contains(folder.path());
  }

  @Test
  void scan_moreDirectoriesThanAreWatched_warns() throws IOException {
    var source = watching(2);

    assertThat(Folder.lines(source.scan()))
        .containsExactly(
            "warning [not-watched] events are to tell of changes, but it has more directories "
                + "than are watched; scans find the others; name a directory that holds agents "
                + "only, or exclude directories");
    assertThat(events.namesAsked(this::isInTree)).hasSize(2);
  }

  @Test
  void scan_networkFileSystem_warns() throws IOException {
    events.on("nfs4");

    assertThat(Folder.lines(watching(100).scan()))
        .containsExactly(
            "warning [not-watched] events are to tell of changes, but the file system may be "
                + "changed from elsewhere, of which events tell nothing; scans find the others; "
                + "set 'watch' to false, and rely on the interval of scans");
  }

  @Test
  void scan_instancesExhausted_warnsAndOpensAgainLater() throws Exception {
    var attempts = new AtomicInteger();
    var hinted = new CountDownLatch(1);
    Events.Opener opener =
        path -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IOException("User limit of inotify instances reached");
          }
          return events;
        };
    var source = source(new Watch(directory, opener, 100, time::get));
    source.scan();
    source.onChange(hinted::countDown);

    assertThat(Folder.lines(source.scan())).containsExactly(EXHAUSTED);
    assertThat(Folder.lines(source.scan())).containsExactly(EXHAUSTED);
    assertThat(attempts).hasValue(1);
    time.addAndGet(Watch.PATIENCE.toNanos());

    assertThat(source.scan().diagnostics()).isEmpty();
    assertThat(hinted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void scan_fileSystemWithoutEvents_warns() throws IOException {
    Path zip = directory.resolve("agents.zip");
    try (var files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path root = Files.createDirectory(files.getPath("/agents"));
      Files.writeString(root.resolve("qa.md"), "x");
      var source = FilesystemSourceProvider.of(root);
      source.scan();

      source.onChange(() -> {});

      var scan = source.scan();
      assertThat(Folder.paths(scan)).containsExactly("qa.md");
      assertThat(Folder.lines(scan))
          .containsExactly(
              "warning [not-watched] events are to tell of changes, but the file system has none, "
                  + "or not for all of its directories; scans find the others; set 'watch' to "
                  + "false, and rely on the interval of scans");
      source.close();
    }
  }

  @Test
  void scan_watchedButMissing_warnsOfThatAlone() throws IOException {
    var source = source(new Watch(directory.resolve("none"), events::open, 9, time::get));
    source.onChange(() -> {});

    assertThat(source.scan().diagnostics()).isEmpty();
  }

  private AgentSource watching(int most) throws IOException {
    var source = source(new Watch(folder.path(), events::open, most, time::get));
    source.scan();
    source.onChange(() -> {});
    return source;
  }

  private AgentSource source(Watch watch) {
    return Follower.source(folder.path(), watch);
  }

  private boolean isInTree(Path path) {
    return path.startsWith(folder.path());
  }

  private String rootName() {
    return String.valueOf(folder.path().getFileName());
  }
}
