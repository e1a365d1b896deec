package dev.impresario.format.markdown;

import static dev.impresario.format.markdown.Formats.bytes;
import static dev.impresario.format.markdown.Formats.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Diagnostic;
import dev.impresario.ToolGrant;
import dev.impresario.format.markdown.FrontMatter.State;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files that a generator writes, whole and damaged. */
class GeneratedFilesTest {
  private static final List<String> WORDS =
      List.of(
          "no",
          "007",
          "x",
          "Use",
          "when",
          "é",
          "😀",
          "don't",
          "\"q\"",
          "a:b",
          "#1",
          "-",
          "C#",
          "{x}",
          "[y]",
          "*",
          "&",
          "!",
          "%",
          "@",
          "|",
          ">",
          "~",
          "null",
          "---",
          "key: v",
          "a # b",
          "\\n",
          "2026-01-01",
          "<ex>",
          "，",
          "...");

  private final Seeded chance = Seeded.create("generated files");

  @Test
  void parse_ofWhatWasWritten_givesItBack() {
    for (int i = 0; i < 2_000; i++) {
      var written = new TreeMap<String, Object>();
      String file = file(written);
      String body = "\n" + chance.soup(List.of("Body", "\n", "---", "\n---\n", "é"), 5);

      byte[] content = bytes(file + body);
      ParsedAgent agent = Formats.CLAUDE.parse("stem.md", content);

      assertThat(agent.diagnostics()).as(file).isEmpty();
      assertThat(asMap(header(agent))).as(file).isEqualTo(written);
      assertThat(Arrays.copyOfRange(content, agent.bodyOffset(), content.length))
          .isEqualTo(bytes(body));
    }
  }

  private static Map<String, Object> asMap(Header header) {
    var map = new TreeMap<String, Object>(header.attributes());
    map.put("name", header.id());
    map.put("description", header.description());
    header.tools().allowed().ifPresent(tools -> map.put("tools", tools));
    if (header.model() != null) {
      map.put("model", header.model());
    }
    return map;
  }

  /** Writes a file, and notes what it says. */
  private String file(Map<String, Object> written) {
    var fields = new ArrayList<String>();
    fields.add(field("name", () -> "agent " + chance.below(1000), written));
    fields.add(field("description", () -> "D " + text() + " end", written));
    if (chance.oneIn(2)) {
      fields.add(field("model", () -> "opus", written));
    }
    if (chance.oneIn(2)) {
      List<String> tools =
          List.of("Read", "Bash(git log, git:*)", "mcp__x__*").subList(0, chance.below(4));
      fields.add(tools(tools));
      written.put("tools", tools);
    }
    for (int i = chance.below(4); i > 0; i--) {
      fields.add(field("other-" + i, this::text, written));
    }
    if (chance.oneIn(3)) {
      var map = new LinkedHashMap<String, Object>();
      String inner = "  a: [x, 'y z']\n" + field("  b", () -> "t " + text(), map);
      fields.add("hooks:\n" + inner);
      written.put("hooks", Map.of("a", List.of("x", "y z"), "b", map.get("  b")));
    }
    Collections.shuffle(fields, new Random(chance.below(1 << 30)));
    for (int i = chance.below(3); i > 0; i--) {
      fields.add(
          chance.below(fields.size() + 1),
          chance.anyOf(List.of("# a comment: here\n", "\n", "#\n")));
    }
    String text =
        "---" + chance.anyOf(List.of("", " ", "\t")) + "\n" + String.join("", fields) + "---\n";
    return (chance.oneIn(5) ? "\uFEFF" : "")
        + (chance.oneIn(4) ? text.replace("\n", "\r\n") : text);
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = chance.below(6); i >= 0; i--) {
      text.append(chance.anyOf(WORDS)).append(i == 0 ? "" : " ");
    }
    return text.toString();
  }

  /** Writes a text in any style that can hold it. */
  private String field(String key, Supplier<String> value, Map<String, Object> written) {
    String text = value.get();
    written.put(key, text);
    String indent = " ".repeat(key.length() - key.stripLeading().length()) + "  ";
    String styled =
        switch (chance.below(6)) {
          case 0 -> isSafelyPlain(text) ? text : "'" + text.replace("'", "''") + "'";
          case 1 -> "'" + text.replace("'", "''") + "'";
          case 2 ->
              "\""
                  + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("é", "\\u00e9")
                  + "\"";
          case 3 -> "|-\n" + indent + text;
          case 4 -> ">-\n" + indent + text.replace(" ", "\n" + indent);
          default ->
              "\""
                  + text.replace("\\", "\\\\").replace("\"", "\\\"").replace(" ", "\n" + indent)
                  + "\"";
        };
    return key + ": " + styled + "\n";
  }

  private static boolean isSafelyPlain(String text) {
    return text.matches("[A-Za-z0-9][^#:]*") && !text.equals("null");
  }

  private String tools(List<String> tools) {
    if (tools.isEmpty()) {
      return "tools: []\n";
    }
    return switch (chance.below(4)) {
      case 0 -> "tools: " + String.join(", ", tools) + (tools.size() == 1 ? "" : "  ") + "\n";
      case 1 -> "tools: ['" + String.join("', '", tools) + "']\n";
      case 2 -> "tools:\n- " + String.join("\n- ", tools) + "\n";
      default -> "tools:\n  - " + String.join("\n  - ", tools) + "\n";
    };
  }

  @Test
  void parse_ofDamagedFiles_neverThrowsAndNeverWidens() {
    Pattern toolsLine = Pattern.compile("^tools:", Pattern.MULTILINE);
    int loaded = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] content = damaged(bytes(file(new TreeMap<>()) + "\nBody.\n"));

      ParsedAgent agent = checked(Formats.CLAUDE, content);

      loaded += agent.header() == null ? 0 : 1;
      if (agent.header() != null && toolsLine.matcher(frontMatter(content)).find()) {
        assertThat(agent.header().tools())
            .as(() -> new String(content, UTF_8))
            .isNotEqualTo(ToolGrant.inherit());
      }
    }
    assertThat(loaded).as("files that load though damaged, of 5000").isBetween(500, 4_750);
  }

  @Test
  void parse_ofRandomBytes_neverThrows() {
    for (int i = 0; i < 1_000; i++) {
      var content = new byte[chance.below(300)];
      for (int k = 0; k < content.length; k++) {
        content[k] = (byte) chance.below(256);
      }
      byte[] fenced = bytes("---\n" + new String(content, ISO_8859_1) + "\n---\n");
      for (AgentFormat format :
          List.of(Formats.CLAUDE, Formats.COPILOT, Formats.SKILL, Formats.PLAIN)) {
        checked(format, content);
        checked(format, fenced);
      }
    }
  }

  private byte[] damaged(byte[] content) {
    byte[] result = content.clone();
    for (int i = chance.below(3); i >= 0; i--) {
      int at = chance.below(result.length);
      byte other =
          (byte)
              (chance.oneIn(8)
                  ? chance.below(256)
                  : chance
                      .anyOf(List.of('\n', ' ', ':', '"', '\'', '[', ']', '-', '*', '#', '\t'))
                      .charValue());
      switch (chance.below(3)) {
        case 0 -> result[at] = other;
        case 1 ->
            result =
                joined(
                    Arrays.copyOf(result, at),
                    new byte[] {other},
                    Arrays.copyOfRange(result, at, result.length));
        default ->
            result =
                joined(
                    Arrays.copyOf(result, at), Arrays.copyOfRange(result, at + 1, result.length));
      }
    }
    return result;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String frontMatter(byte[] content) {
    FrontMatter found = FrontMatter.of(content);
    return found.state() == State.CLOSED
        ? new String(content, found.start(), found.length(), UTF_8)
        : "";
  }

  /** Parses, and checks what holds of every file. */
  private static ParsedAgent checked(AgentFormat format, byte[] content) {
    ParsedAgent agent = format.parse("a/stem.md", content);
    if (agent.header() == null && !agent.equals(ParsedAgent.notThisFormat())) {
      assertThat(agent.diagnostics()).isNotEmpty();
    }
    for (Diagnostic diagnostic : agent.diagnostics()) {
      assertThat(diagnostic.toString()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(1000);
      assertThat(diagnostic.path()).isEqualTo("a/stem.md");
    }
    return agent;
  }
}
