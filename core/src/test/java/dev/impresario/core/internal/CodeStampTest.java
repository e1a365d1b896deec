package dev.impresario.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.core.internal.Formats.Format;
import dev.impresario.core.internal.index.BadIndexException;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.ParsedAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stamp changes with the code that files are parsed with. */
class CodeStampTest {
  private static final FileTime THEN = FileTime.fromMillis(1_000_000_000_000L);
  private static final FileTime NEXT = FileTime.fromMillis(1_000_000_001_000L);

  @TempDir Path directory;
  private Path classes;
  private Path helper;

  /** A format whose class is copied elsewhere. */
  public static final class Copied implements AgentFormat {
    @Override
    public int specificity(String path) {
      return 1;
    }

    @Override
    public int maximumBytes() {
      return 1;
    }

    @Override
    public int revision() {
      return 1;
    }

    @Override
    public ParsedAgent parse(String path, byte[] content) {
      return ParsedAgent.notThisFormat();
    }
  }

  @BeforeEach
  void copyClass() throws IOException {
    classes = directory.resolve("classes");
    Path copy = classes.resolve(Copied.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(copy.getParent());
    Files.write(copy, bytes());
    Files.setLastModifiedTime(copy, THEN);
    helper = directory.resolve("helper.jar");
    Files.write(helper, new byte[10]);
    Files.setLastModifiedTime(helper, THEN);
  }

  private static byte[] bytes() throws IOException {
    String name = "/" + Copied.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(Copied.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  /** Loads the copy by a loader of its own, as a plugin is. */
  private String stamp() throws Exception {
    var urls = new URL[] {classes.toUri().toURL(), helper.toUri().toURL()};
    try (var loader = new ChildFirst(urls)) {
      return stamp(loader.load());
    }
  }

  private static String stamp(Class<?> type) throws Exception {
    var format = (AgentFormat) type.getDeclaredConstructor().newInstance();
    return IndexStamp.of(new Formats(List.of(new Format("copied", format, true))), Map.of());
  }

  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls) {
      super(urls, CodeStampTest.class.getClassLoader());
    }

    Class<?> load() throws ClassNotFoundException {
      return findClass(Copied.class.getName());
    }
  }

  @Test
  void stamp_ofTheSameCode_isTheSame() throws Exception {
    assertThat(stamp()).isEqualTo(stamp());
  }

  @Test
  void stamp_seesAChangedClassInADirectory() throws Exception {
    String before = stamp();
    Path copy = classes.resolve(Copied.class.getName().replace('.', '/') + ".class");

    Files.setLastModifiedTime(copy, NEXT);

    assertThat(stamp()).isNotEqualTo(before);
  }

  @Test
  void stamp_seesAnOlderClassChange() throws Exception {
    Path older = Files.write(classes.resolve("Older.class"), new byte[] {1});
    Files.setLastModifiedTime(older, FileTime.fromMillis(5_000));
    String before = stamp();

    Files.setLastModifiedTime(older, FileTime.fromMillis(6_000));

    assertThat(stamp()).isNotEqualTo(before);
  }

  @Test
  void stamp_seesAnAddedClass_butNoOtherFile() throws Exception {
    String before = stamp();

    Files.createFile(classes.resolve("agents.index"));
    assertThat(stamp()).isEqualTo(before);

    Files.createFile(classes.resolve("Added.class"));
    assertThat(stamp()).isNotEqualTo(before);
  }

  @Test
  void stamp_seesAChangedJarThatAParserUses() throws Exception {
    String before = stamp();

    Files.setLastModifiedTime(helper, NEXT);

    assertThat(stamp()).isNotEqualTo(before);
  }

  @Test
  void stamp_coversTheClassPath() throws Exception {
    assertThat(CodePlaces.of(List.of()))
        .contains(
            Path.of(
                    System.getProperty("java.class.path", "")
                        .split(java.io.File.pathSeparator, 2)[0])
                .toAbsolutePath());
  }

  @Test
  void stamp_ofAClassFromNowhere_isRefused() {
    var nowhere =
        new ClassLoader(CodeStampTest.class.getClassLoader()) {
          Class<?> load() throws IOException {
            byte[] bytes = bytes();
            return defineClass(Copied.class.getName(), bytes, 0, bytes.length);
          }
        };

    assertThatThrownBy(() -> stamp(nowhere.load()))
        .isInstanceOf(BadIndexException.class)
        .hasMessage("no change of the code of %s would be seen", Copied.class.getName());
  }

  @Test
  void directoryWithTooManyFiles_isRefused() throws IOException {
    for (int i = 0; i <= CodeStamp.MOST_FILES; i++) {
      Files.createFile(directory.resolve(String.valueOf(i)));
    }

    assertThatThrownBy(() -> CodeStamp.of(List.of(directory)))
        .isInstanceOf(BadIndexException.class)
        .hasMessage(
            "the class path has directories with more than 20,000 files, such as '%s'", directory);
  }

  @Test
  void jarWithinAJar_isThatJar() throws Exception {
    String outer = helper.toUri().getRawPath();

    assertThat(place("jar:file:" + outer + "!/BOOT-INF/lib/some.jar!/")).isEqualTo(helper);
    assertThatThrownBy(() -> place("jar:file:/nowhere.jar!/BOOT-INF/lib/some.jar!/"))
        .isInstanceOf(BadIndexException.class);
    assertThatThrownBy(() -> place("https://example.org/some.jar"))
        .isInstanceOf(BadIndexException.class);
  }

  private static Path place(String url) throws Exception {
    return CodePlaces.place(URI.create(url).toURL());
  }
}
