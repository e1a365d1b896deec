package dev.impresario.source.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.spi.PathFilter;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Of a tree that is large enough for two threads, if there are two processors. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a walk waits uninterruptibly
class SharedWalkTest {
  private static final int DIRECTORIES = 60;
  private static final int FILES = 2 * TreeWalk.MANY;
  private static final String COMPANION = "impresario-walk";

  @TempDir Path directory;

  private Folder folder;
  private final List<String> paths = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    folder = new Folder(directory);
    for (int i = 0; i < FILES; i++) {
      String path = "d%02d/below/f%03d.md".formatted(i % DIRECTORIES, i);
      folder.file(path, "x");
      paths.add(path);
    }
    Collections.sort(paths);
  }

  @Test
  void scan_manyFiles_findsEachOnceInTheOrderOfTheirPaths() throws IOException {
    for (int i = 0; i < 20; i++) {
      var scan = folder.scan();

      assertThat(Folder.paths(scan)).isEqualTo(paths);
      assertThat(scan.diagnostics()).isEmpty();
    }
  }

  @Test
  void scan_oddEntriesAmongMany_areToldInTheOrderOfTheirPlaces() throws IOException {
    for (int i = 0; i < DIRECTORIES; i++) {
      folder.link("d%02d/broken.md".formatted(i), Path.of("nowhere"));
    }

    var scan = folder.scan();

    assertThat(Folder.paths(scan)).isEqualTo(paths);
    assertThat(scan.diagnostics())
        .extracting(problem -> problem.path())
        .isEqualTo(IntStream.range(0, DIRECTORIES).mapToObj("d%02d/broken.md"::formatted).toList());
  }

  @Test
  void scan_moreThanTheLimits_leavesOutTheSameEachTime() throws IOException {
    for (int i = 0; i < DIRECTORIES; i++) {
      folder.link("d%02d/broken.md".formatted(i), Path.of("nowhere"));
    }

    for (Limits limits :
        List.of(
            new Limits(64, FILES, FILES, FILES),
            new Limits(64, 10 * FILES, FILES - 100, FILES),
            new Limits(64, 10 * FILES, FILES, DIRECTORIES - 10))) {
      Scan first = folder.source(limits).scan();
      assertThat(first.diagnostics())
          .extracting(problem -> problem.code())
          .containsAnyOf("too-many-entries", "more-problems");
      for (int i = 0; i < 20; i++) {
        Scan next = folder.source(limits).scan();
        assertThat(Folder.paths(next)).isEqualTo(Folder.paths(first));
        assertThat(Folder.lines(next)).isEqualTo(Folder.lines(first));
      }
    }
  }

  @Test
  void scan_justTheLimits_leavesNothingOut() throws IOException {
    int entries = FILES + 2 * DIRECTORIES;

    var scan = folder.source(new Limits(2, entries, FILES, 1)).scan();

    assertThat(Folder.paths(scan)).isEqualTo(paths);
    assertThat(scan.diagnostics()).isEmpty();
  }

  @Test
  void scan_companionFails_missesNothing() throws IOException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    var failed = new CountDownLatch(1);
    var entered = new AtomicInteger();
    var round =
        new Round() {
          @Override
          public void enter(String place, Path directory, Object identity) {
            entered.incrementAndGet();
            if (isCompanion()) {
              failed.countDown();
              throw new IllegalStateException("on purpose");
            }
          }
        };
    Predicate<String> waiting =
        path -> {
          if (entered.get() > 2 * DIRECTORIES - 20 && !isCompanion()) {
            await(failed); // it is there by now, and has nothing else to take
          }
          return PathFilter.MARKDOWN.accepts(path);
        };

    Scan scan = walk(PathFilter.of(waiting, path -> false), round).scan("root");

    assertThat(failed.getCount()).isZero();
    assertThat(Folder.paths(scan)).isEqualTo(paths);
  }

  @Test
  void scan_problemsAtPathsThatEndAlike_areToldInTheSameOrderEachTime() throws IOException {
    String end = "x".repeat(200) + "/" + "y".repeat(200);
    for (int i = 0; i < DIRECTORIES; i++) {
      folder.file("d%02d/%s/note.txt".formatted(i, end), "x");
      folder.link("d%02d/%s/broken.md".formatted(i, end), Path.of("nowhere"));
    }
    List<String> first = problemPaths();

    assertThat(first).hasSize(DIRECTORIES).isSorted();
    for (int i = 0; i < 20; i++) {
      assertThat(problemPaths()).isEqualTo(first);
    }
  }

  private List<String> problemPaths() throws IOException {
    return folder.scan().diagnostics().stream()
        .map(problem -> String.valueOf(problem.path()))
        .toList();
  }

  @Test
  void scan_failsBesideItsCompanion_nobodyWalksOn() throws IOException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    var atWork = new CountDownLatch(1);
    var failing = new CountDownLatch(1);
    var asked = new AtomicInteger();
    Predicate<String> slow =
        path -> {
          if (isCompanion()) {
            atWork.countDown();
            await(failing);
            LockSupport.parkNanos(1_000_000);
          } else if (asked.get() > TreeWalk.MANY + FILES / DIRECTORIES) {
            await(atWork);
          }
          return asked.incrementAndGet() > 0;
        };
    var round =
        new Round() {
          @Override
          public void enter(String place, Path entered, Object identity) {
            if (!isCompanion() && atWork.getCount() == 0) {
              failing.countDown();
              throw new IllegalStateException("on purpose");
            }
          }
        };

    assertThatThrownBy(() -> walk(PathFilter.of(slow, path -> false), round).scan("root"))
        .hasMessage("on purpose");

    int then = asked.get();
    LockSupport.parkNanos(50_000_000);
    assertThat(asked).hasValue(then);
  }

  @Test
  void scan_twoThreads_tellTheRoundOneAtATime() throws IOException {
    var inside = new AtomicInteger();
    var together = new AtomicInteger();
    var places = new ArrayList<String>();
    var round =
        new Round() {
          @Override
          public void enter(String place, Path entered, Object identity) {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            places.add(place);
            Thread.onSpinWait();
            inside.decrementAndGet();
          }
        };

    walk(round).scan("root");

    assertThat(together).hasValue(1);
    assertThat(places).hasSize(1 + 2 * DIRECTORIES).doesNotHaveDuplicates();
  }

  private static boolean isCompanion() {
    return Thread.currentThread().getName().equals(COMPANION);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TreeWalk walk(Round round) throws IOException {
    return walk(PathFilter.MARKDOWN, round);
  }

  private TreeWalk walk(PathFilter filter, Round round) throws IOException {
    return new TreeWalk(
        new Root(directory),
        directory.toRealPath(),
        filter,
        Limits.DEFAULT,
        new Revisions(Instant.now(), 1),
        round);
  }
}
