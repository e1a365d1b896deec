package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateTest {
  private static final byte[] FILE = "head\nthe prompt".getBytes(UTF_8);

  @Test
  void load_returnsWhatFollowsTheHead() throws Exception {
    assertThat(candidate(5).load()).isEqualTo("the prompt");
  }

  @Test
  void load_whereTheIndexNamesAPlaceBeyondTheFile_saysSo() {
    assertThatThrownBy(() -> candidate(FILE.length + 1).load())
        .isInstanceOf(IOException.class)
        .hasMessage("its prompt begins at byte 16 of 15 by the index; remove the index");
  }

  private static Candidate candidate(int bodyOffset) {
    String version = Sha256.of(FILE);
    var metadata =
        new AgentMetadata(
            "qa",
            "qa",
            "Tests.",
            null,
            Set.of(),
            ToolGrant.inherit(),
            null,
            Map.of(),
            new Origin("memory", Scope.PROJECT, "claude", "qa.md"),
            version,
            false);
    var key = new PromptKey("qa", version, "claude", 1);
    return new Candidate(metadata, 0, key, new Held(), bodyOffset, 100, List.of(), null, null);
  }

  private static final class Held implements AgentResource {

    @Override
    public String path() {
      return "qa.md";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public byte[] read(int limit) {
      return FILE.clone();
    }
  }
}
