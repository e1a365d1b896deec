package com.acme.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.Options;
import dev.impresario.spi.Scan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not know of. */
class PropertiesSourceEntriesTest {
  @TempDir private Path directory;

  @Test
  void create_withoutAFile_saysWhatToName() {
    var provider = new PropertiesSourceProvider();

    assertThatThrownBy(() -> provider.create(Options.of(provider, Map.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("provider 'properties' needs option 'file'");
    assertThatThrownBy(() -> provider.create(Options.of(provider, Map.of("file", ""))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("source 'properties': option 'file' is empty; name a file");
  }

  @Test
  void scan_ofEntries_isInTheOrderOfTheirPaths() throws Exception {
    write("b.md = B", "review/qa.md = \\", "  QA", "a.md = A");

    assertThat(scan().resources())
        .extracting(AgentResource::path)
        .containsExactly("a.md", "b.md", "review/qa.md");
    assertThat(read("review/qa.md")).isEqualTo("QA");
  }

  @Test
  void scan_ofAKeyThatIsNoPath_tellsAndOffersTheOthers() throws Exception {
    write("../qa.md = QA", "/ops.md = Ops", "review//x.md = X", "ops.md = Ops");

    assertThat(scan().resources()).extracting(AgentResource::path).containsExactly("ops.md");
    assertThat(scan().diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "../qa.md: error [bad-key] the key is no path; write one such as review/qa.md",
            "/ops.md: error [bad-key] the key is no path; write one such as review/qa.md",
            "review//x.md: error [bad-key] the key is no path; write one such as review/qa.md");
  }

  @Test
  void scan_ofAKeyThatIsWrittenTwice_takesTheLast() throws Exception {
    write("qa.md = old", "qa.md = new");

    assertThat(scan().resources()).hasSize(1);
    assertThat(read("qa.md")).isEqualTo("new");
  }

  @Test
  void scan_whenAnotherEntryChanges_keepsTheRevision() throws Exception {
    write("a.md = A", "b.md = B");
    List<String> before = scan().resources().stream().map(AgentResource::revision).toList();

    write("a.md = A", "b.md = C");

    List<String> after = scan().resources().stream().map(AgentResource::revision).toList();
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1)).isNotEqualTo(before.get(1));
  }

  @Test
  void scan_ofTextsOfOneHashCode_tellsThemApart() throws Exception {
    write("a.md = Aa", "b.md = BB");

    List<String> revisions = scan().resources().stream().map(AgentResource::revision).toList();

    assertThat("Aa").hasSameHashCodeAs("BB");
    assertThat(revisions).doesNotHaveDuplicates();
  }

  @Test
  void scan_withoutTheFile_fails() {
    assertThatThrownBy(this::scan).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void scan_ofADirectory_fails() throws Exception {
    Files.createDirectory(file());

    assertThatThrownBy(this::scan)
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file() + ": not a regular file");
  }

  @Test
  void scan_ofABrokenEscape_failsForTheWholeFile() throws Exception {
    write("a.md = A", "b.md = \\u12");

    assertThatThrownBy(this::scan)
        .isInstanceOf(IOException.class)
        .hasMessage(file() + " has a broken \\u escape; write four hex digits");
  }

  @Test
  void scan_ofWhatIsNotUtf8_failsForTheWholeFile() throws Exception {
    Files.write(file(), new byte[] {'a', '=', (byte) 0xff});

    assertThatThrownBy(this::scan)
        .isInstanceOf(IOException.class)
        .hasMessage(file() + " is not UTF-8; save it as UTF-8");
  }

  @Test
  void scan_ofAFileBeyondTheLimit_fails() throws Exception {
    write("a.md = " + "x".repeat(4 << 20));

    assertThatThrownBy(this::scan)
        .isInstanceOf(IOException.class)
        .hasMessage(file() + ": 4194312 bytes; at most 4194304 are read");
  }

  private String read(String path) throws IOException {
    for (AgentResource resource : scan().resources()) {
      if (resource.path().equals(path)) {
        return new String(resource.read(1_000), UTF_8);
      }
    }
    throw new FileNotFoundException(path);
  }

  private Scan scan() throws IOException {
    var provider = new PropertiesSourceProvider();
    var options = Options.of(provider, Map.of("file", file().toString()));
    try (AgentSource source = provider.create(options)) {
      return source.scan();
    }
  }

  private void write(String... lines) throws IOException {
    Files.write(file(), List.of(lines));
  }

  private Path file() {
    return directory.resolve("agents.properties");
  }
}
