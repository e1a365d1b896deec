package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many classes {@code impresario list} loads: most of its time goes there. A ceiling is what
 * was measured when it was set, and 3 % for what the order of threads decides. Whoever saves some
 * lowers it, in the same commit; the failure's message names what was loaded.
 */
@Timeout(180)
class StartUpGuardTest {
  /** Those of our jars and of the libraries: 255 were loaded when this was set. */
  private static final int FROM_JARS = 258;

  /** Those of the JDK that its own archive does not hold, by its release: 257 and 211. */
  private static final Map<Integer, Integer> FROM_THE_JDK = Map.of(17, 261, 25, 215);

  /**
   * Those that Java makes at run time, most of them for lambdas, by its release: 134 and 133, and
   * some more where the machine is so busy that a second thread joins in reading.
   */
  private static final Map<Integer, Integer> MADE = Map.of(17, 146, 25, 145);

  private static final Path JAR = Reactor.ROOT.resolve("cli/target/impresario-cli.jar");

  @TempDir private Path place;

  @BeforeEach
  void makeAgents() throws IOException {
    assumeTrue(Files.exists(JAR), "no jar yet: this runs in the phase 'package' and later");
    var folder = new LiveFolder(place.resolve("agents"));
    for (int i = 0; i < 20; i++) {
      folder.write("agent-%d.md".formatted(i), LiveFolder.agent("agent-" + i, "Work."));
    }
  }

  @Test
  void list_loadsNoMoreClassesThanItDid() throws IOException, InterruptedException {
    List<String> log = classesLoadedBy("list", place.resolve("agents").toString());

    List<String> fromJars = names(log, "source: file:");
    assertThat(fromJars.size())
        .as("classes from jars: %s", fromJars)
        .isLessThanOrEqualTo(FROM_JARS);
    int release = Runtime.version().feature();
    assumeTrue(MADE.containsKey(release), "measured on " + MADE.keySet() + " only");
    List<String> fromTheJdk = names(log, "source: jrt:");
    assertThat(fromTheJdk.size())
        .as("classes of the JDK: %s", fromTheJdk)
        .isLessThanOrEqualTo(FROM_THE_JDK.getOrDefault(release, 0));
    List<String> made = madeAtRunTime(log);
    assertThat(made.size())
        .as("classes made at run time: %s", made)
        .isLessThanOrEqualTo(MADE.getOrDefault(release, 0));
  }

  /** The others come from a jar, from the JDK's modules or from its archive. */
  private static List<String> madeAtRunTime(List<String> log) {
    return names(
        log.stream()
            .filter(line -> !line.matches(".* source: (file:|jrt:|shared objects file).*"))
            .toList(),
        " source: ");
  }

  private static List<String> names(List<String> log, String source) {
    return log.stream()
        .filter(line -> line.contains(source))
        .map(line -> line.replaceAll("^\\[.*\\] | source: .*$", ""))
        .toList();
  }

  private List<String> classesLoadedBy(String... command) throws IOException, InterruptedException {
    Path log = place.resolve("classes.log");
    var arguments =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Duser.home=" + place,
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-jar",
                JAR.toString()));
    arguments.addAll(List.of(command));
    List<String> printed = ChildJvm.run(place, arguments);
    assertThat(printed).last().isEqualTo("20 agents");
    return Files.readAllLines(log);
  }
}
