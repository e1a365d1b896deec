package dev.impresario.format.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.AgentFormatProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  private static final List<String> NAMES =
      List.of(
          ClaudeFormatProvider.class.getName(),
          CopilotFormatProvider.class.getName(),
          PlainFormatProvider.class.getName(),
          SkillFormatProvider.class.getName());

  @Test
  void module_providesAllFour() {
    assertThat(ClaudeFormatProvider.class.getModule().getDescriptor().provides())
        .singleElement()
        .matches(provides -> provides.service().equals(AgentFormatProvider.class.getName()))
        .matches(provides -> provides.providers().equals(NAMES));
  }

  @Test
  void servicesFile_namesAllFour() throws IOException {
    String name = "/META-INF/services/" + AgentFormatProvider.class.getName();
    try (InputStream file = ProvidersTest.class.getResourceAsStream(name)) {
      assertThat(file).isNotNull();
      assertThat(new String(file.readAllBytes(), UTF_8).lines()).containsExactlyElementsOf(NAMES);
    }
  }

  @Test
  void priority_ofPlain_isAboveClaude() {
    assertThat(new PlainFormatProvider().priority())
        .isGreaterThan(new ClaudeFormatProvider().priority());
  }

  @Test
  void options_listEveryLimitWithItsDefault() {
    for (AgentFormatProvider provider :
        List.of(
            new ClaudeFormatProvider(), new CopilotFormatProvider(), new SkillFormatProvider())) {
      assertThat(provider.options())
          .extracting(OptionSpec::name, OptionSpec::defaultValue)
          .extracting(Object::toString)
          .containsExactly(
              "(\"max-file-bytes\", \"1048576\")",
              "(\"max-front-matter-bytes\", \"65536\")",
              "(\"max-nesting\", \"20\")",
              "(\"max-alias-nodes\", \"50\")",
              "(\"max-keys\", \"200\")");
    }
    assertThat(new PlainFormatProvider().options())
        .extracting(OptionSpec::name)
        .containsExactly("max-file-bytes");
  }

  @Test
  void create_withUnknownOption_listsThoseThereAre() {
    assertThatThrownBy(() -> Options.of(new PlainFormatProvider(), Map.of("max-keys", "1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("provider 'plain' has no option 'max-keys'; it has [max-file-bytes]");
  }

  @Test
  void revision_isOne() {
    for (AgentFormat format :
        List.of(Formats.CLAUDE, Formats.COPILOT, Formats.SKILL, Formats.PLAIN)) {
      assertThat(format.revision()).isEqualTo(1);
      assertThat(format.maximumBytes()).isEqualTo(1_048_576);
    }
  }

  @Test
  void parse_ofSimpleFile_loadsNoClassOfTheYamlLibrary() throws Exception {
    // loading them costs more than reading hundreds of files
    var provider =
        (AgentFormatProvider)
            new WithoutYaml()
                .loadClass(ClaudeFormatProvider.class.getName())
                .getConstructor()
                .newInstance();
    AgentFormat format = provider.create(Options.of(provider, Map.of()));

    assertThat(provider).isNotInstanceOf(ClaudeFormatProvider.class);
    assertThat(
            format
                .parse("a.md", Formats.file("name: x", "description: d", "tools: [Read]"))
                .header())
        .isNotNull();
    assertThatThrownBy(() -> format.parse("a.md", Formats.file("name: 'x", "  y'")))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  /** Loads the classes of this package anew, and none of the YAML library. */
  private static final class WithoutYaml extends ClassLoader {

    WithoutYaml() {
      super(ProvidersTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.snakeyaml.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(ProvidersTest.class.getPackageName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream bytes = ProvidersTest.class.getResourceAsStream(file)) {
        byte[] code = bytes == null ? new byte[0] : bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
