package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between our modules are enforced by the build: every arrow that must not be is added
 * to a copy of a module, and Maven must refuse that copy. One run of Maven judges all copies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModuleGraphTest {
  private MavenRun run;

  @BeforeAll
  void buildACopyForEveryArrow(@TempDir Path directory) throws Exception {
    var copy = new ReactorCopy(directory);
    for (Arrow arrow : Stream.concat(forbidden(), allowed()).toList()) {
      copy.add(arrow);
    }
    run = copy.validate();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forbidden")
  void validate_whenModuleNamesWhatItMustNotKnow_fails(Arrow arrow) {
    assertThat(run.errorOf(arrow.copyName()))
        .contains("(module-graph) on project " + arrow.copyName())
        .contains(arrow.copyName() + " may not depend on this module; docs/architecture.md")
        .contains("dev.impresario:%s:jar".formatted(arrow.toArtifact()))
        .contains("banned");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowed")
  void validate_whenModuleNamesWhatItMayKnow_passes(Arrow arrow) {
    assertThat(run.errorOf(arrow.copyName())).isEmpty();
    assertThat(run.succeeded(arrow.copyName())).isTrue();
  }

  @Test
  void validate_whenApiNamesSpi_findsARing(@TempDir Path directory) throws Exception {
    var copy = new ReactorCopy(directory);
    copy.change(new Arrow("api", "spi", "compile"));

    MavenRun ring = copy.validate();

    assertThat(ring.output())
        .contains("The projects in the reactor contain a cyclic reference")
        .doesNotContain("BUILD SUCCESS");
  }

  private static Stream<Arrow> forbidden() {
    return Stream.of(fromPlugins(), fromCore(), fromCli(), fromApiAndSpi())
        .flatMap(arrows -> arrows);
  }

  private static Stream<Arrow> fromPlugins() {
    return Reactor.plugins().stream()
        .flatMap(
            plugin ->
                Stream.concat(Stream.of("core", "cli"), Reactor.plugins().stream())
                    .filter(other -> !other.equals(plugin))
                    .flatMap(other -> inAnyScope(plugin, other)));
  }

  private static Stream<Arrow> fromCore() {
    return Stream.concat(Stream.of("cli"), Reactor.plugins().stream())
        .flatMap(other -> inAnyScope("core", other));
  }

  private static Stream<Arrow> fromCli() {
    return Reactor.plugins().stream().map(plugin -> new Arrow("cli", plugin, "compile"));
  }

  private static Stream<Arrow> fromApiAndSpi() {
    return Stream.concat(Stream.of("core", "cli"), Reactor.plugins().stream())
        .flatMap(other -> Stream.concat(inAnyScope("api", other), inAnyScope("spi", other)));
  }

  /** Tests use fakes, so not even they may know what their module must not. */
  private static Stream<Arrow> inAnyScope(String from, String to) {
    return Stream.of("compile", "runtime", "test").map(scope -> new Arrow(from, to, scope));
  }

  /** The control group: copies with an arrow that is there already, or that may be. */
  private static Stream<Arrow> allowed() {
    Stream<String> knowSpi = Stream.concat(Stream.of("core"), Reactor.plugins().stream());
    return Stream.of(
            Stream.of(new Arrow("spi", "api", "compile"), new Arrow("cli", "core", "compile")),
            knowSpi.map(module -> new Arrow(module, "spi", "compile")),
            Reactor.plugins().stream().map(plugin -> new Arrow("cli", plugin, "runtime")))
        .flatMap(arrows -> arrows);
  }
}
