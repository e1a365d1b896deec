package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.SafeText;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A format that keeps all rules, and whose parts can be replaced by wrong ones: lines of {@code
 * key: value}, the first of them {@code agent}, then an empty line, then the prompt.
 */
final class NoteFormat implements AgentFormat {
  private static final byte[] MARK = "agent: ".getBytes(UTF_8);

  ToIntFunction<String> specificity = path -> path.endsWith(".note") ? ".note".length() : 0;
  IntSupplier maximumBytes = () -> 100_000;
  IntSupplier revision = () -> 1;
  Parsing parsing = this::right;
  Predicate<String> soundId = NoteFormat::isSound;
  Refusing refusing = NoteFormat::refusal;

  /** Parses. */
  interface Parsing {
    ParsedAgent parse(String path, byte[] content);
  }

  /** Says what is wrong with a line. */
  interface Refusing {
    ParsedAgent refuse(String path, int line, String problem);
  }

  @Override
  public int specificity(String path) {
    return specificity.applyAsInt(path);
  }

  @Override
  public int maximumBytes() {
    return maximumBytes.getAsInt();
  }

  @Override
  public int revision() {
    return revision.getAsInt();
  }

  @Override
  public ParsedAgent parse(String path, byte[] content) {
    return parsing.parse(path, content);
  }

  ParsedAgent right(String path, byte[] content) {
    if (content.length > 100_000) {
      return refusing.refuse(path, 0, "it is too large");
    }
    if (!isMarked(content)) {
      return content.length == 0
          ? refusing.refuse(path, 0, "it is empty")
          : ParsedAgent.notThisFormat();
    }
    int end = headEnd(content);
    if (end < 0) {
      return refusing.refuse(path, 1, "no empty line ends the head");
    }
    return parse(path, new String(content, 0, end, UTF_8).split("\n", -1), end + 2);
  }

  private ParsedAgent parse(String path, String[] lines, int bodyOffset) {
    var fields = new LinkedHashMap<String, Object>();
    for (int i = 0; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      if (colon < 0) {
        return refusing.refuse(path, i + 1, "this is no 'key: value'");
      }
      fields.put(lines[i].substring(0, colon), lines[i].substring(colon + 2));
    }
    String id = String.valueOf(fields.remove("agent"));
    if (!soundId.test(id)) {
      return refusing.refuse(path, 1, "this is no id");
    }
    return ParsedAgent.of(header(id, fields), bodyOffset, List.of());
  }

  private static boolean isSound(String id) {
    return !id.isBlank() && id.length() <= 1_000 && id.codePoints().noneMatch(SafeText::isUnsafe);
  }

  static Header header(String id, Map<String, Object> attributes) {
    return new Header(id, id, "", null, Set.of(), ToolGrant.inherit(), null, attributes);
  }

  static ParsedAgent refusal(String path, int line, String problem) {
    return ParsedAgent.none(
        List.of(Diagnostic.at(Severity.ERROR, "note", path, line, 0, problem, null)));
  }

  static boolean isMarked(byte[] content) {
    int same = 0;
    while (same < MARK.length && same < content.length && content[same] == MARK[same]) {
      same++;
    }
    return same == MARK.length;
  }

  /** Returns where the last line before the first empty one ends, or -1. */
  static int headEnd(byte[] content) {
    for (int i = 0; i + 1 < content.length; i++) {
      if (content[i] == '\n' && content[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
