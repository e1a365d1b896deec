package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Real files, compared with what several other readers agree that they say. */
@EnabledIfEnvironmentVariable(named = "IMPRESARIO_CORPUS", matches = ".+")
class CorpusTest {
  private static final List<String> COLLECTIONS =
      List.of("claude-multiagent-pm", "wshobson-agents");

  /** A file and what it is known to say. */
  record Golden(Path file, JsonObject expected) {

    String text(String field) {
      return expected.get(field).getAsString();
    }

    @Nullable String textOrNull(String field) {
      return expected.get(field).isJsonNull() ? null : text(field);
    }
  }

  static List<Golden> goldens() throws IOException {
    var goldens = new ArrayList<Golden>();
    for (String collection : COLLECTIONS) {
      Path folder = Path.of(System.getenv("IMPRESARIO_CORPUS"), collection);
      for (String line : Files.readAllLines(folder.resolve("golden.jsonl"))) {
        JsonObject expected = JsonParser.parseString(line).getAsJsonObject();
        Path file = folder.resolve("files").resolve(expected.get("path").getAsString());
        goldens.add(new Golden(file, expected));
      }
    }
    return goldens;
  }

  @Test
  void parse_ofEveryRealFile_equalsWhatOtherReadersFind() throws Exception {
    List<Golden> goldens = goldens();

    var softly = new SoftAssertions();
    for (Golden golden : goldens) {
      compare(golden, softly);
    }

    softly.assertAll();
    assertThat(goldens).hasSize(419);
    System.out.println("corpus: " + goldens.size() + " files equal their goldens");
  }

  private static void compare(Golden golden, SoftAssertions softly) throws Exception {
    byte[] content = Files.readAllBytes(golden.file());
    ParsedAgent agent = formatOf(golden).parse(golden.text("path"), content);
    softly.assertThat(agent.diagnostics()).as(golden.text("path")).noneMatch(d -> d.isError());
    Header header = header(agent);
    if (golden.text("dialect").equals("claude-pm-role")) {
      String id = golden.text("name_default").replaceFirst("[-_]agent$", "");
      softly.assertThat(header.id()).as(golden.text("path")).isEqualTo(id);
      softly.assertThat(header.description()).as(golden.text("path")).isNotBlank();
    } else {
      softly.assertThat(header.id()).as(golden.text("path")).isEqualTo(golden.text("name"));
      softly
          .assertThat(normal(header.description()))
          .as(golden.text("path"))
          .isEqualTo(normal(golden.text("description")));
    }
    softly
        .assertThat(header.tools().allowed().orElse(null))
        .as(golden.text("path"))
        .isEqualTo(texts(golden.expected().get("tools")));
    softly.assertThat(header.model()).as(golden.text("path")).isEqualTo(golden.textOrNull("model"));
    softly
        .assertThat(sha256(content, agent.bodyOffset()))
        .as(golden.text("path"))
        .isEqualTo(golden.text("body_sha256"));
  }

  private static AgentFormat formatOf(Golden golden) {
    return switch (golden.text("dialect")) {
      case "claude-subagent" -> Formats.CLAUDE;
      case "copilot-agent" -> Formats.COPILOT;
      case "skill" -> Formats.SKILL;
      default -> Formats.PLAIN;
    };
  }

  private static String normal(String description) {
    return description.replace("\\n", "\n").replaceAll("\\s+", " ").strip();
  }

  private static @Nullable List<String> texts(JsonElement list) {
    return list.isJsonNull()
        ? null
        : list.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  private static String sha256(byte[] content, int offset) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(content, offset, content.length - offset);
    return HexFormat.of().formatHex(digest.digest());
  }

  static Stream<String> frontMatters() throws IOException {
    var texts = new ArrayList<String>();
    for (Golden golden : goldens()) {
      byte[] content = Files.readAllBytes(golden.file());
      FrontMatter frontMatter = FrontMatter.of(content);
      if (frontMatter.state() == FrontMatter.State.CLOSED) {
        texts.add(new String(content, frontMatter.start(), frontMatter.length(), UTF_8));
      }
    }
    return texts.stream();
  }
}
