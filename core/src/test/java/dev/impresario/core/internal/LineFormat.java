package dev.impresario.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A format of one line: the id, then the prompt. {@code !} begins an error, {@code #} a README. */
final class LineFormat implements AgentFormat {
  static final int MAXIMUM_BYTES = 200;

  final AtomicInteger parses = new AtomicInteger();

  /** What agents may use, by id; what is not here inherits. */
  final Map<String, ToolGrant> tools = new ConcurrentHashMap<>();

  /** What else files say, by id. */
  final Map<String, Map<String, Object>> attributes = new ConcurrentHashMap<>();

  /** What agents say they are for, by id; what is not here says nothing. */
  final Map<String, String> descriptions = new ConcurrentHashMap<>();

  @Override
  public int specificity(String path) {
    if (path.startsWith("odd/")) {
      throw new IllegalStateException("an odd path");
    }
    return path.endsWith(".md") ? 3 : 0;
  }

  @Override
  public int maximumBytes() {
    return MAXIMUM_BYTES;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public ParsedAgent parse(String path, byte[] content) {
    parses.incrementAndGet();
    String text = new String(content, UTF_8);
    if (text.startsWith("crash")) {
      throw new IllegalStateException("a bug of the format");
    }
    if (text.startsWith("error")) {
      throw new AssertionError("an error of the format");
    }
    if (text.startsWith("far")) {
      return ParsedAgent.of(header("far"), content.length + 1, List.of());
    }
    if (text.startsWith("!")) {
      return ParsedAgent.none(
          List.of(Diagnostic.at(Severity.ERROR, "bad-line", path, 1, 1, "no id", "write one")));
    }
    if (text.startsWith("#")) {
      return ParsedAgent.none(
          List.of(Diagnostic.ofFile(Severity.WARNING, "not-an-agent", path, "no agent", null)));
    }
    String id = text.lines().findFirst().orElse("");
    return ParsedAgent.of(header(id), id.getBytes(UTF_8).length + 1, List.of());
  }

  private Header header(String id) {
    ToolGrant grant = tools.getOrDefault(id, ToolGrant.inherit());
    Map<String, Object> others = attributes.getOrDefault(id, Map.of());
    String description = descriptions.getOrDefault(id, "");
    return new Header(id, id, description, null, Set.of(), grant, null, others);
  }
}
