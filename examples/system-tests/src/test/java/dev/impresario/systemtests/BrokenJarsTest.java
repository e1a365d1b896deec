package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Plugin;
import dev.impresario.Plugin.Kind;
import dev.impresario.Plugin.State;
import dev.impresario.PromptCache;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import dev.impresario.spi.CacheProvider;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins as they come when something went wrong on their way: each beside one that is sound. */
@Timeout(120)
class BrokenJarsTest {
  private static final String SERVICE = "META-INF/services/" + CacheProvider.class.getName();

  @TempDir Path directory;

  private Path sound;

  @BeforeEach
  void makeASoundOne() throws Exception {
    sound = jar("sound", provider("Sound", "", "return List.of();"));
  }

  @Test
  void aJarWithoutAManifest_isSound() throws Exception {
    try (URLClassLoader loader = loader(sound)) {
      assertThat(caches(loader)).singleElement().hasToString(chosen());
      assertThat(caches(loader).get(0).place()).isEqualTo(sound.toRealPath().toString());
      assertThat(caches(loader).get(0).version()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MISSING | planted.Missing not found",
        "WRONG_TYPE | planted.Stranger not a subtype",
        "THROWS | could not be instantiated (java.lang.AssertionError: planted)",
        "NEWER | class file version",
        "TRUNCATED_CLASS | Truncated class file",
        "OPTIONS_THROW | planted",
        "OPTIONS_NULL | has no proper list of options",
        "OPTION_NULL | has no proper list of options",
        "NO_SYNTAX | Illegal",
      })
  void aBrokenJar_isListedWithItsCause_andCostsTheOtherNothing(Fault fault, String cause)
      throws Exception {
    try (URLClassLoader loader = loader(broken(fault), sound)) {
      List<Plugin> caches = caches(loader);

      assertThat(caches).hasSize(2);
      Plugin bad = caches.stream().filter(one -> one.state() == State.BROKEN).findAny().get();
      assertThat(bad.reason()).contains(cause);
      assertThatThrownBy(() -> Impresario.builder().classLoader(loader).buildPromptCache())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("a cache provider cannot be loaded: ")
          .hasMessageContaining(cause)
          .hasMessageContaining("[Sound]");
      assertThatThrownBy(
              () ->
                  Impresario.builder()
                      .classLoader(loader)
                      .cache("Sound", Map.of())
                      .buildPromptCache())
          .hasMessageContaining("cache 'Sound' cannot be made: nothing came; this is a bug of");
    }
  }

  @Test
  void aTruncatedJar_costsTheOtherNothing() throws Exception {
    Path whole = broken(Fault.MISSING);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));

    try (URLClassLoader loader = loader(whole, sound)) {
      assertThat(caches(loader))
          .as("%s", caches(loader))
          .anySatisfy(one -> assertThat(one.id()).isEqualTo("Sound"));
    }
  }

  @Test
  void oneProviderInTwoJars_isNamedWithBothPlaces() throws Exception {
    Path other = directory.resolve("copy.jar");
    Files.copy(sound, other);
    try (URLClassLoader loader = loader(sound, other)) {
      // one class loader has one class of a name, so there is just one provider
      assertThat(caches(loader)).singleElement().hasToString(chosen());
    }
  }

  @Test
  void options_thatThrowWhenAskedAgain_areNotAskedAgain() throws Exception {
    Path moody =
        jar(
            "moody",
            provider(
                "Moody",
                "",
                "if (asked++ > 0) throw new IllegalStateException(\"planted\"); return List.of();"));
    try (URLClassLoader loader = loader(moody)) {
      assertThatThrownBy(() -> Impresario.builder().classLoader(loader).buildPromptCache())
          .hasMessageContaining("cache 'Moody' cannot be made: nothing came");
    }
  }

  @Test
  void build_thatFailsHalfWay_leavesNoLock() {
    Map<String, String> disk = Map.of("disk", "8", "directory", directory.resolve("c").toString());

    assertThatThrownBy(
            () ->
                Impresario.builder()
                    .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()))
                    .cache("ehcache", disk)
                    .monitor("none", Map.of())
                    .build())
        .hasMessageStartingWith("no monitor provider 'none'; found ");

    try (PromptCache free = Impresario.builder().cache("ehcache", disk).buildPromptCache()) {
      assertThat(free.persistent()).isTrue();
    }
  }

  enum Fault {
    MISSING,
    WRONG_TYPE,
    THROWS,
    NEWER,
    TRUNCATED_CLASS,
    OPTIONS_THROW,
    OPTIONS_NULL,
    OPTION_NULL,
    NO_SYNTAX
  }

  private static String chosen() {
    return "cache 'Sound' is chosen: the single highest priority";
  }

  private static List<Plugin> caches(ClassLoader loader) {
    return Impresario.builder().classLoader(loader).plugins().stream()
        .filter(plugin -> plugin.kind() == Kind.CACHE)
        .toList();
  }

  private Path broken(Fault fault) throws Exception {
    return switch (fault) {
      case MISSING -> jarOf("bad", "planted.Missing", Map.of());
      case WRONG_TYPE ->
          jarOf(
              "bad",
              "planted.Stranger",
              compiled("Stranger", "package planted; public class Stranger {}"));
      case THROWS ->
          jar(
              "bad",
              provider(
                  "Bad",
                  "{ if (true) throw new AssertionError(\"planted\"); }",
                  "return List.of();"));
      case NEWER -> {
        Map<String, byte[]> classes = compiled("Bad", provider("Bad", "", "return List.of();"));
        classes.values().iterator().next()[7] = 99;
        yield jarOf("bad", "planted.Bad", classes);
      }
      case TRUNCATED_CLASS -> {
        Map<String, byte[]> classes = compiled("Bad", provider("Bad", "", "return List.of();"));
        byte[] whole = classes.values().iterator().next();
        yield jarOf(
            "bad",
            "planted.Bad",
            Map.of("planted/Bad.class", Arrays.copyOf(whole, whole.length / 2)));
      }
      case OPTIONS_THROW ->
          jar("bad", provider("Bad", "", "throw new IllegalStateException(\"planted\");"));
      case OPTIONS_NULL -> jar("bad", provider("Bad", "", "return null;"));
      case OPTION_NULL ->
          jar("bad", provider("Bad", "", "return java.util.Arrays.asList((OptionSpec) null);"));
      case NO_SYNTAX -> jarOf("bad", "this is no class", Map.of());
    };
  }

  private static String provider(String id, String initializer, String options) {
    return """
    package planted;
    import dev.impresario.Cache;
    import dev.impresario.spi.*;
    import java.util.List;
    public class %1$s implements CacheProvider {
      private int asked;
      %2$s
      public String id() { return "%1$s"; }
      public List<OptionSpec> options() { %3$s }
      public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) { return null; }
    }
    """
        .formatted(id, initializer, options);
  }

  private Path jar(String name, String source) throws IOException {
    String type = source.replaceFirst("(?s).*public class (\\w+).*", "$1");
    return jarOf(name, "planted." + type, compiled(type, source));
  }

  private Map<String, byte[]> compiled(String type, String source) throws IOException {
    Path file = directory.resolve(type + ".java");
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path")
                    + File.pathSeparator
                    + System.getProperty("jdk.module.path", ""),
                "-d",
                directory.resolve("classes").toString(),
                file.toString());
    assertThat(status).isZero();
    String entry = "planted/" + type + ".class";
    return new HashMap<>(
        Map.of(entry, Files.readAllBytes(directory.resolve("classes").resolve(entry))));
  }

  private Path jarOf(String name, String provider, Map<String, byte[]> classes) throws IOException {
    Path file = directory.resolve(name + ".jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new ZipEntry(SERVICE));
      jar.write((provider + "\n").getBytes(UTF_8));
      for (Map.Entry<String, byte[]> one : classes.entrySet()) {
        jar.putNextEntry(new ZipEntry(one.getKey()));
        jar.write(one.getValue());
      }
    }
    return file;
  }

  private static URLClassLoader loader(Path... jars) throws IOException {
    var urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    // beside the caches of these jars there are none
    return new URLClassLoader(urls, CacheProvider.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(SERVICE) ? findResources(name) : super.getResources(name);
      }
    };
  }
}
