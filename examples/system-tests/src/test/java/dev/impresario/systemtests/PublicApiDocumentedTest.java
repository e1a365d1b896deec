package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever users and plugin authors can see has a comment. */
class PublicApiDocumentedTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Reactor#modulesWithCode")
  void exportedPackages_always_documentWhatTheyShow(String module) throws Exception {
    List<Path> exported = Sources.exported(Reactor.sources(module));

    assertThat(Undocumented.in(exported)).isEmpty();
  }

  @Test
  void exportedPackages_ofTheApi_areFound() throws Exception {
    List<Path> exported = Sources.exported(Reactor.sources("api"));

    assertThat(exported).contains(Reactor.sources("api").resolve("dev/impresario/Task.java"));
  }

  @Test
  void undocumented_whenCommentsAreMissing_namesFileAndElement() throws Exception {
    Path sample =
        write(
            """
            public class Sample {
              public static final int LIMIT = 1;
              protected String name;
              public Sample(int size) {}
              public void run() {}
              public enum Colour { RED, /** Documented. */ BLUE }
              public interface Part { void implicitlyPublic(); }
              public record Pair(int left) { public Pair { left++; } }
              /** Documented. */
              public @interface Mark { String value(); }
            }
            """);

    List<String> undocumented = Undocumented.in(List.of(sample));

    assertThat(undocumented)
        .containsExactly(
            sample + ":1: class Sample",
            sample + ":2: field LIMIT",
            sample + ":3: field name",
            sample + ":4: constructor Sample",
            sample + ":5: method run",
            sample + ":6: enum Colour",
            sample + ":6: field RED",
            sample + ":7: interface Part",
            sample + ":7: method implicitlyPublic",
            sample + ":8: record Pair",
            sample + ":8: constructor Pair",
            sample + ":10: method value");
  }

  @Test
  void undocumented_whenNobodySeesTheElement_letsItBe() throws Exception {
    Path sample =
        write(
            """
            /** Documented. */
            public class Sample {
              private int hidden;
              void packagePrivate() { class Local { public void run() {} } }
              @Override public String toString() { return ""; }
              static class Inner { public void run() {} }
              /** Documented. */
              public record Pair(int left) {}
            }
            """);

    assertThat(Undocumented.in(List.of(sample))).isEmpty();
  }

  private Path write(String source) throws Exception {
    return Files.writeString(directory.resolve("Sample.java"), source);
  }
}
