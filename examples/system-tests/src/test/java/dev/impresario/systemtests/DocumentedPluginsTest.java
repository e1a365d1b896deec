package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.ConfigurationException;
import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import dev.impresario.spi.AgentRuntimeProvider;
import dev.impresario.spi.Options;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page on plugins shows. */
@Timeout(60)
class DocumentedPluginsTest {
  @TempDir private Path directory;

  @Test
  void installedProvider_isFoundByItsId_andGetsItsOptions() throws Exception {
    Files.writeString(directory.resolve("qa.md"), "---\nname: qa\ndescription: d\n---\nTest it.");
    try (URLClassLoader loader = loader();
        Engine engine =
            builder(loader).runtime("echo", Map.of("greeting", "Hello", "times", "2")).build()) {

      assertThat(engine.delegate(Task.of("qa", "ho")).text()).isEqualTo("Hello, ho, ho");
    }
  }

  @Test
  void optionsThatWillNotDo_failToBuild() throws Exception {
    try (URLClassLoader loader = loader()) {
      assertThatThrownBy(() -> builder(loader).runtime("echo", Map.of()).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("runtime 'echo' needs option 'greeting'");
      assertThatThrownBy(() -> builder(loader).runtime("echo", Map.of("greting", "x")).build())
          .hasMessage("runtime 'echo' has no option 'greting'; it has [greeting, times]");
      assertThatThrownBy(
              () ->
                  builder(loader)
                      .runtime("echo", Map.of("greeting", "Hello", "times", "11"))
                      .build())
          .hasMessage("runtime 'echo': option 'times' must be from 1 to 10, but is 11");
    }
  }

  @Test
  void ownTest_needsNoEngine() {
    // tag::own-test[]
    var provider = new EchoRuntimeProvider();
    assertThatThrownBy(() -> provider.create(Options.of(provider, Map.of())))
        .hasMessage("provider 'echo' needs option 'greeting'");
    // end::own-test[]
  }

  private URLClassLoader loader() throws Exception {
    return Planted.loader(
        directory, AgentRuntimeProvider.class, EchoRuntimeProvider.class.getName());
  }

  private Impresario.Builder builder(ClassLoader loader) {
    return Impresario.builder()
        .classLoader(loader)
        .source("filesystem", Scope.PROJECT, Map.of("directory", directory.toString()));
  }
}
