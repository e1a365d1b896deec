package dev.impresario.source.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Provides;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClasspathSourceProviderTest {
  private final ClasspathSourceProvider provider = new ClasspathSourceProvider();

  @TempDir Path directory;

  @Test
  void id_always_isWhatUsersWrite() {
    assertThat(provider.id()).isEqualTo("classpath");
  }

  @Test
  void options_always_listAllThatIsRead() {
    assertThat(provider.options())
        .extracting(OptionSpec::name)
        .containsExactly("folder", "include", "exclude", "required");
  }

  @Test
  void module_descriptor_providesTheProvider() {
    assertThat(ClasspathSourceProvider.class.getModule().getDescriptor().provides())
        .extracting(Provides::service, Provides::providers)
        .containsExactly(
            tuple(
                AgentSourceProvider.class.getName(),
                List.of(ClasspathSourceProvider.class.getName())));
  }

  @Test
  void classPath_serviceFile_namesTheProvider() throws IOException {
    String file = "/META-INF/services/" + AgentSourceProvider.class.getName();
    try (var in = ClasspathSourceProvider.class.getResourceAsStream(file)) {
      assertThat(in).asString(UTF_8).isEqualTo(ClasspathSourceProvider.class.getName() + "\n");
    }
  }

  @Test
  void create_folder_isLookedForInTheClassLoaderOfTheOptions() throws IOException {
    Path jar = Places.jar(directory.resolve("a.jar"), "agents/", "agents/qa.md", "agents/x.txt");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.paths(create(loader, Map.of("folder", "agents")).scan()))
          .containsExactly("qa.md");
    }
  }

  @Test
  void create_includeAndExclude_areHonoured() throws IOException {
    Path jar =
        Places.jar(directory.resolve("a.jar"), "agents/", "agents/a.txt", "agents/old/b.txt");
    var values = Map.of("folder", "agents", "include", "**/*.txt", "exclude", "old/**");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.paths(create(loader, values).scan())).containsExactly("a.txt");
    }
  }

  @Test
  void create_withoutFolder_isAnError() {
    assertThatThrownBy(() -> create(getClass().getClassLoader(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("source 'classpath' needs option 'folder'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/", "..", "../agents", "a/./b", "a//b", "a\\b"})
  void of_noNameOfAFolder_isAnError(String folder) {
    assertThatThrownBy(() -> ClasspathSourceProvider.of(getClass().getClassLoader(), folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "'folder' must be the name of a resource folder, such as 'agents', but is '"
                + folder
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/agents", "/team/agents", "team/agents/", "/team/agents/"})
  void of_slashAtEitherEnd_isTakenOff(String folder) {
    assertThat(ClasspathSourceProvider.of(getClass().getClassLoader(), folder).name())
        .isEqualTo("classpath:team/agents");
  }

  private AgentSource create(ClassLoader loader, Map<String, String> values) {
    return provider.create(Options.of("source 'classpath'", provider.options(), values, loader));
  }
}
