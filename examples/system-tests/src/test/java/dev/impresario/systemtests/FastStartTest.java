package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples start from an archive of loaded classes, which their build has made. */
@Timeout(180)
class FastStartTest {
  @TempDir private Path place;

  @ParameterizedTest
  @CsvSource({"quickstart, agents", "review-crew, src/training/change.diff"})
  void fastStart_saysWhatAPlainOneSays(String example, String input) throws Exception {
    Path folder = built(example);
    Path jar = folder.resolve("target").resolve(example + ".jar");

    List<String> fast = run(List.of("@" + folder.resolve("target/fast-start")), folder, input);
    List<String> plain = run(List.of("-jar", jar.toString()), folder, input);

    assertThat(fast).isEqualTo(plain).anyMatch(line -> line.startsWith("dry-run: "));
  }

  @ParameterizedTest
  @CsvSource({"quickstart, agents", "review-crew, src/training/change.diff"})
  void fastStart_takesTheLibraryFromTheArchive(String example, String input) throws Exception {
    Path folder = built(example);
    assumeTrue(archivesJarsIn(folder), "JDK 17 archives no class of a jar in such a path");
    assumeTrue(
        Files.readString(folder.resolve("target/fast-start")).contains("/fast-start."),
        "the build could make no archive, and says why in fast-start.log");
    Path log = place.resolve("classes.log");
    String logging = "-Xlog:class+load:file=" + log + "::filecount=0";

    run(List.of(logging, "@" + folder.resolve("target/fast-start")), folder, input);

    List<String> fromJars = ours(log, "file:");
    // not all: what Dagger makes of javax.inject comes from its jar, as docs/startup.md says
    assertThat(ours(log, "shared objects file"))
        .as("%d from jars, as %s", fromJars.size(), fromJars.stream().limit(3).toList())
        .hasSizeGreaterThan(10 * fromJars.size())
        .hasSizeGreaterThan(300);
  }

  private static List<String> ours(Path log, String source) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" dev.impresario.") && line.contains(" source: " + source))
        .toList();
  }

  private static Path built(String example) {
    Path folder = Reactor.ROOT.resolve("examples").resolve(example).toAbsolutePath();
    assumeTrue(
        Files.exists(folder.resolve("target/fast-start")),
        "no jar yet: this runs in the phase 'package' and later");
    return folder;
  }

  /** Older JVMs look for the jar under its name as a URL, and do not find it. */
  private static boolean archivesJarsIn(Path folder) {
    return Runtime.version().feature() >= 25 || !folder.toUri().getRawPath().contains("%");
  }

  /** Returns what it says, but for the table of times at its end. */
  private List<String> run(List<String> start, Path folder, String input)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(start);
    arguments.add(folder.resolve(input).toString());
    return ChildJvm.run(place, arguments).stream()
        .takeWhile(line -> !line.startsWith("operation "))
        .toList();
  }
}
