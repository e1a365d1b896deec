package dev.impresario.source.filesystem;

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

class FilesystemSourceProviderTest {
  private final FilesystemSourceProvider provider = new FilesystemSourceProvider();

  @TempDir Path directory;

  @Test
  void id_always_isWhatUsersWrite() {
    assertThat(provider.id()).isEqualTo("filesystem");
  }

  @Test
  void options_always_listAllThatIsRead() {
    assertThat(provider.options())
        .extracting(OptionSpec::name)
        .containsExactly("directory", "include", "exclude", "required", "watch");
  }

  @Test
  void module_descriptor_providesTheProvider() {
    assertThat(FilesystemSourceProvider.class.getModule().getDescriptor().provides())
        .extracting(Provides::service, Provides::providers)
        .containsExactly(
            tuple(
                AgentSourceProvider.class.getName(),
                List.of(FilesystemSourceProvider.class.getName())));
  }

  @Test
  void classPath_serviceFile_namesTheProvider() throws IOException {
    String file = "/META-INF/services/" + AgentSourceProvider.class.getName();
    try (var in = FilesystemSourceProvider.class.getResourceAsStream(file)) {
      assertThat(in).asString(UTF_8).isEqualTo(FilesystemSourceProvider.class.getName() + "\n");
    }
  }

  @Test
  void create_directoryAlone_offersMarkdownFiles() throws IOException {
    var folder = new Folder(directory);
    folder.file("qa.md", "x");
    folder.file("a/review.md", "x");
    folder.file("notes.txt", "x");

    var scan = create(Map.of("directory", directory.toString())).scan();

    assertThat(Folder.paths(scan)).containsExactly("a/review.md", "qa.md");
  }

  @Test
  void create_includeAndExclude_areHonoured() throws IOException {
    var folder = new Folder(directory);
    folder.file("qa.agent.md", "x");
    folder.file("dev.agent.md", "x");
    folder.file("README.md", "x");

    var scan =
        create(
                Map.of(
                    "directory", directory.toString(),
                    "include", "*.agent.md, *.{text,txt}",
                    "exclude", "dev*"))
            .scan();

    assertThat(Folder.paths(scan)).containsExactly("qa.agent.md");
  }

  @Test
  void create_withoutDirectory_isAnError() {
    assertThatThrownBy(() -> create(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("provider 'filesystem' needs option 'directory'");
  }

  @Test
  void create_always_looksAtNothingYet() {
    var source = create(Map.of("directory", "no/such/place", "required", "true"));

    assertThat(source.name()).isEqualTo(Path.of("no/such/place").toString());
  }

  @Test
  void of_directory_isNamedAsWritten() {
    assertThat(FilesystemSourceProvider.of(Path.of(".claude", "agents")).name())
        .isEqualTo(Path.of(".claude/agents").toString());
  }

  @Test
  void of_workingDirectory_hasAName() {
    assertThat(FilesystemSourceProvider.of(Path.of("")).name()).isEqualTo(".");
  }

  private AgentSource create(Map<String, String> values) {
    return provider.create(Options.of(provider, values));
  }
}
