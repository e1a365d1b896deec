package dev.impresario.source.classpath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarRootTest {
  @TempDir Path directory;

  @Test
  void scan_jar_offersWhatIsInTheFolderOnly() throws IOException {
    Path jar =
        jar(
            "agents/",
            "agents/qa.md",
            "agents/team/dev.md",
            "agents-old/x.md",
            "x.md",
            "agents.md");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.paths(Places.source(loader).scan()))
          .containsExactly("qa.md", "team/dev.md");
    }
  }

  @Test
  void scan_dotNames_areLeftOutSilently() throws IOException {
    Path jar = jar("agents/", "agents/.x.md", "agents/.git/y.md", "agents/a/.z/z.md");

    try (var loader = Places.loader(jar)) {
      var scan = Places.source(loader).scan();

      assertThat(scan.resources()).isEmpty();
      assertThat(scan.diagnostics()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.md", "a/../../x.md", "..\\x.md", "/etc/x.md", "./x.md", "a//x.md"})
  void scan_nameThatLeadsOut_isAnError(String name) throws IOException {
    Path jar = jar("agents/", "agents/" + name, "agents/good.md");

    try (var loader = Places.loader(jar)) {
      var scan = Places.source(loader).scan();

      assertThat(Places.paths(scan)).containsExactly("good.md");
      assertThat(Places.lines(scan))
          .containsExactly(
              name
                  + ": error [name-outside] its name in the jar leads out of the folder, "
                  + "or is no proper path; mend the jar, or take it off the class path");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new\nline.md",
        "esc\u001b[31mred.md",
        "\u202egnp.dm.md",
        "back\\slash.md",
        "100%25 #?&+.md",
        "colon:stream.md",
        "..md",
      })
  void scan_oddName_isOfferedAsItIs(String name) throws IOException {
    Path jar = jar("agents/", "agents/x" + name);

    try (var loader = Places.loader(jar)) {
      var resource = Places.only(loader);

      assertThat(resource.path()).isEqualTo("x" + name);
      assertThat(resource.read(Places.LIMIT)).asString(UTF_8).isEqualTo("agents/x" + name);
    }
  }

  @Test
  void lastChanged_ofAnEntry_isUnknown() throws IOException {
    try (var loader = Places.loader(jar("agents/", "agents/qa.md"))) {
      assertThat(Places.only(loader).lastChanged()).isNull();
    }
  }

  @Test
  void scan_jarInAnOddDirectory_isRead() throws IOException {
    Path odd = Files.createDirectory(directory.resolve("a b%20c#d"));
    Path jar = Places.jar(odd.resolve("a+b!.jar"), "agents/", "agents/qa.md");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.only(loader).read(Places.LIMIT)).asString().isEqualTo("agents/qa.md");
    }
  }

  @Test
  void scan_brokenJar_isAnErrorAndCostsNoOther() throws IOException {
    Path good = Places.jar(directory.resolve("good.jar"), "agents/", "agents/qa.md");
    Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
    URL folder = new URL("jar:file:" + broken + "!/agents/");

    try (var loader = Places.loader(good)) {
      var scan = Places.source(Places.with(loader, folder)).scan();

      assertThat(Places.paths(scan)).containsExactly("qa.md");
      assertThat(Places.lines(scan))
          .singleElement()
          .asString()
          .startsWith(
              "error [unreadable] '" + folder + "' cannot be read: zip END header not found")
          .endsWith("; mend it, or take it off the class path");
    }
  }

  @Test
  void scan_jarThatIsGone_isAnError() throws IOException {
    URL folder = new URL("jar:file:" + directory.resolve("gone.jar") + "!/agents/");

    try (var loader = Places.loader()) {
      assertThat(Places.lines(Places.source(Places.with(loader, folder)).scan()))
          .containsExactly(
              "error [unreadable] '"
                  + folder
                  + "' cannot be read: no such file; mend it, or take it off the class path");
    }
  }

  @Test
  void scan_jarWithinAJar_isReadThroughTheHandlerOfItsUrl() throws IOException {
    Path inner = Places.jar(directory.resolve("inner.jar"), "agents/", "agents/qa.md");
    String spec = "jar:file:/outer.jar!/lib/inner.jar!/agents/";
    URL nested = new URL(null, spec, new Handler(() -> new JarFile(inner.toFile())));

    try (var loader = Places.loader()) {
      var resource = Places.only(Places.with(loader, nested));

      assertThat(resource.path()).isEqualTo("qa.md");
      assertThat(resource.read(Places.LIMIT)).asString().isEqualTo("agents/qa.md");
    }
  }

  @Test
  void scan_jarWithinAJarWithoutSuchAHandler_isAnError() throws IOException {
    Path outer = jar("lib/inner.jar");
    URL nested = new URL("jar:file:" + outer + "!/lib/inner.jar!/agents/");

    try (var loader = Places.loader()) {
      assertThat(Places.lines(Places.source(Places.with(loader, nested)).scan()))
          .containsExactly(
              "error [unreadable] '"
                  + nested
                  + "' cannot be read: no such file; mend it, or take it off the class path");
    }
  }

  @Test
  void scan_tenThousandFiles_offersEachOnce() throws IOException {
    var names = IntStream.range(0, 10_000).mapToObj("agents/agent-%04d.md"::formatted);
    Path jar = jar(Stream.concat(Stream.of("agents/"), names).toArray(String[]::new));

    try (var loader = Places.loader(jar)) {
      var source = Places.source(loader);
      var scan = source.scan();

      assertThat(new HashSet<>(Places.paths(scan))).hasSize(10_000);
      assertThat(Places.paths(scan)).isSorted();
      assertThat(source.scan().resources()).isEqualTo(scan.resources());
      for (AgentResource resource : scan.resources()) {
        assertThat(resource.read(Places.LIMIT)).hasSize(20);
      }
    }
  }

  @Test
  void read_tooLarge_tellsSizeAndLimit() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");

    try (var loader = Places.loader(jar)) {
      var resource = Places.only(loader);

      assertThat(resource.read(12)).hasSize(12);
      assertThatThrownBy(() -> resource.read(5))
          .isInstanceOf(AgentTooLargeException.class)
          .hasMessage("it has 12 bytes or more; at most 5 are read");
    }
  }

  @Test
  void read_moreThanTheSizeTold_isStoppedAtTheLimit() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    tellSize(jar, (byte) 1);

    try (var loader = Places.loader(jar)) {
      var resource = Places.only(loader);

      assertThatThrownBy(() -> resource.read(5))
          .isInstanceOf(AgentTooLargeException.class)
          .hasMessage("it has 6 bytes or more; at most 5 are read");
    }
  }

  @Test
  void read_jarDeleted_throws() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    AgentResource resource;
    try (var loader = Places.loader(jar)) {
      resource = Places.only(loader);
    }

    Files.delete(jar);

    assertThatThrownBy(() -> resource.read(Places.LIMIT)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_entryGone_throws() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    AgentResource resource;
    try (var loader = Places.loader(jar)) {
      resource = Places.only(loader);
    }

    replace(jar, Places.jar(directory.resolve("new.jar"), "agents/", "agents/qa.md/"));

    assertThatThrownBy(() -> resource.read(Places.LIMIT))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("qa.md");
  }

  @Test
  void read_folderGone_throws() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    AgentResource resource;
    try (var loader = Places.loader(jar)) {
      resource = Places.only(loader);
    }

    replace(jar, Places.jar(directory.resolve("new.jar"), "other/"));

    assertThatThrownBy(() -> resource.read(Places.LIMIT)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void read_jarReplaced_returnsWhatIsThereNow() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    AgentResource resource;
    try (var loader = Places.loader(jar)) {
      resource = Places.only(loader);
    }

    Path other = directory.resolve("new.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("agents/"));
      zip.putNextEntry(new ZipEntry("agents/qa.md"));
      zip.write("new".getBytes(UTF_8));
    }
    replace(jar, other);

    assertThat(resource.read(Places.LIMIT)).asString().isEqualTo("new");
  }

  @Test
  void read_signatureDoesNotFit_isAnIoFailure() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    var forged =
        new Handler(
            () ->
                new JarFile(jar.toFile()) {
                  @Override
                  public synchronized InputStream getInputStream(ZipEntry entry) {
                    throw new SecurityException("digest error for agents/qa.md");
                  }
                });
    var root = new JarRoot(new URL(null, "jar:file:/forged.jar!/agents/", forged));

    assertThatThrownBy(() -> root.read("qa.md", Places.LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessage("the jar's signature does not fit: digest error for agents/qa.md");
  }

  @Test
  void read_jarThatTheApplicationHasCached_leavesItOpen() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    URL folder = new URL("jar:file:" + jar + "!/agents/");
    try (JarFile cached = ((JarURLConnection) folder.openConnection()).getJarFile()) {

      new JarRoot(folder).read("qa.md", Places.LIMIT);

      assertThat(cached.getEntry("agents/qa.md")).isNotNull();
    }
  }

  @Test
  void revision_sameBytesInAReplacedJar_differs() throws IOException {
    Path jar = jar("agents/", "agents/qa.md");
    String before;
    try (var loader = Places.loader(jar)) {
      before = Places.only(loader).revision();
    }

    replace(jar, Places.jar(directory.resolve("new.jar"), "agents/", "agents/qa.md", "more"));

    try (var loader = Places.loader(jar)) {
      assertThat(Places.only(loader).revision()).isNotEqualTo(before);
    }
  }

  @Test
  void revision_twoEntriesOfOneJar_differByTheirContent() throws IOException {
    Path jar = jar("agents/", "agents/a.md", "agents/b.md");

    try (var loader = Places.loader(jar)) {
      assertThat(Places.source(loader).scan().resources())
          .extracting(AgentResource::revision)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void scanAndRead_afterwards_leaveNoFileOpen() throws IOException {
    Path jar = jar("agents/", "agents/qa.md", "agents/large.md");
    ClasspathSource source;
    List<AgentResource> resources;
    try (var loader = Places.loader(jar)) {
      source = Places.source(loader);
      resources = source.scan().resources();
      source.scan();
    }

    for (AgentResource resource : resources) {
      resource.read(Places.LIMIT);
      assertThatThrownBy(() -> resource.read(1)).isInstanceOf(AgentTooLargeException.class);
    }
    source.close();

    assertThat(openFiles()).noneMatch(file -> file.contains("a.jar"));
  }

  private static List<String> openFiles() throws IOException {
    try (var handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles.map(JarRootTest::target).toList();
    }
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException e) {
      return ""; // the handle of the listing itself
    }
  }

  private Path jar(String... names) throws IOException {
    return Places.jar(directory.resolve("a.jar"), names);
  }

  /** Sets the size that the table of contents tells of the last entry. */
  private static void tellSize(Path jar, byte size) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    int header = bytes.length;
    do {
      header--;
    } while (!(bytes[header] == 'P' && bytes[header + 1] == 'K' && bytes[header + 2] == 1));
    bytes[header + 24] = size;
    Files.write(jar, bytes);
  }

  private static void replace(Path jar, Path by) throws IOException {
    Files.move(by, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private interface Opener {
    JarFile open() throws IOException;
  }

  /** A handler as an application brings it that keeps its jars in one jar. */
  private static final class Handler extends URLStreamHandler {
    private final Opener opener;

    Handler(Opener opener) {
      this.opener = opener;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return new JarURLConnection(url) {
        @Override
        public URL getJarFileURL() {
          return url;
        }

        @Override
        public String getEntryName() {
          return "agents/";
        }

        @Override
        public JarFile getJarFile() throws IOException {
          return opener.open();
        }

        @Override
        public void connect() {}
      };
    }
  }
}
