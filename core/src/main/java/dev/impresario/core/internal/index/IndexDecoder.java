package dev.impresario.core.internal.index;

import dev.impresario.Diagnostic;
import dev.impresario.ToolGrant;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into what an index holds. They may have been damaged, cut off or made up: no length
 * is believed before there are as many bytes, and nothing is deeper or more than {@link Layout}
 * allows. Used once.
 */
final class IndexDecoder {
  private static final int CHECKSUM_BYTES = 4;
  private static final int VERSION_BYTES = 32;

  private final ByteCursor in;
  private final Map<Grant, ToolGrant> grants = new HashMap<>();
  private String[] texts = {};
  private int values;

  private record Grant(@Nullable List<String> allowed, List<String> disallowed) {}

  private IndexDecoder(ByteCursor in) {
    this.in = in;
  }

  /**
   * Decodes.
   *
   * @param library the version of this library, which alone can tell what its parsers meant
   * @throws BadIndexException if the bytes are no index, or not that of this library
   */
  static IndexContents decode(byte[] bytes, String library) throws BadIndexException {
    int end = bytes.length - CHECKSUM_BYTES;
    if (!Layout.isOurs(bytes)) {
      throw BadIndexException.foreign("it is no index");
    }
    if (end < Long.BYTES) {
      throw ByteCursor.damaged();
    }
    requireChecksum(bytes, end);
    var decoder = new IndexDecoder(new ByteCursor(bytes, end));
    try {
      return decoder.contents(library);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw ByteCursor.damaged(); // a value refuses its parts
    }
  }

  private static void requireChecksum(byte[] bytes, int end) throws BadIndexException {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, end);
    int noted = 0;
    for (int i = end; i < bytes.length; i++) {
      noted = noted << 8 | (bytes[i] & 0xFF);
    }
    if (noted != (int) checksum.getValue()) {
      throw ByteCursor.damaged();
    }
  }

  private IndexContents contents(String library) throws BadIndexException {
    in.fixedLong();
    if (in.octet() != Layout.VERSION || !in.text().equals(library)) {
      throw BadIndexException.expected("another version of this library wrote it");
    }
    String stamp = in.text();
    table();
    var sources = new LinkedHashMap<String, Map<String, IndexEntry>>();
    for (int left = count(); left > 0; left--) {
      sources.put(text(), files());
    }
    if (!in.isAtEnd()) {
      throw ByteCursor.damaged();
    }
    return new IndexContents(stamp, sources);
  }

  private void table() throws BadIndexException {
    texts = new String[count()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.text();
    }
  }

  private Map<String, IndexEntry> files() throws BadIndexException {
    var files = new HashMap<String, IndexEntry>();
    while (in.flag()) {
      add(1);
      files.put(text(), new IndexEntry(text(), file()));
    }
    return files;
  }

  private IndexedFile file() throws BadIndexException {
    String format = text();
    String version = in.hex(VERSION_BYTES);
    int bodyOffset = in.number();
    Header header = in.flag() ? header() : null;
    var findings = new ArrayList<Diagnostic>();
    for (int left = count(); left > 0; left--) {
      findings.add(finding());
    }
    Diagnostic hidden = in.flag() ? finding() : null;
    return new IndexedFile(format, version, new ParsedAgent(header, bodyOffset, findings), hidden);
  }

  private Header header() throws BadIndexException {
    String id = text();
    String name = text();
    String description = text();
    String type = optional();
    var specializations = new LinkedHashSet<>(list());
    String model = optional();
    ToolGrant tools = grant();
    return new Header(id, name, description, type, specializations, tools, model, map(0));
  }

  /** Many agents have the same tools, so they share one grant. */
  private ToolGrant grant() throws BadIndexException {
    List<String> allowed = in.flag() ? list() : null;
    return grants.computeIfAbsent(
        new Grant(allowed, list()),
        grant -> IndexEncoder.grant(grant.allowed(), grant.disallowed()));
  }

  private Object value(int depth) throws BadIndexException {
    int kind = in.octet();
    if (kind == Layout.TEXT) {
      return text();
    }
    if (depth == Layout.MAXIMUM_DEPTH || kind > Layout.MAP) {
      throw ByteCursor.damaged();
    }
    return kind == Layout.MAP ? map(depth + 1) : values(depth + 1);
  }

  private List<Object> values(int depth) throws BadIndexException {
    var list = new ArrayList<Object>();
    for (int left = count(); left > 0; left--) {
      list.add(value(depth));
    }
    return list;
  }

  private Map<String, Object> map(int depth) throws BadIndexException {
    var map = new LinkedHashMap<String, Object>();
    for (int left = count(); left > 0; left--) {
      map.put(text(), value(depth));
    }
    return map;
  }

  private Diagnostic finding() throws BadIndexException {
    int severity = in.octet();
    if (severity >= Layout.SEVERITIES.size()) {
      throw ByteCursor.damaged();
    }
    String code = text();
    String path = optional();
    int line = in.number();
    int column = in.number();
    return new Diagnostic(
        Layout.SEVERITIES.get(severity), code, null, path, line, column, text(), optional());
  }

  private List<String> list() throws BadIndexException {
    var list = new ArrayList<String>();
    for (int left = count(); left > 0; left--) {
      list.add(text());
    }
    return list;
  }

  private @Nullable String optional() throws BadIndexException {
    return in.flag() ? text() : null;
  }

  private String text() throws BadIndexException {
    int place = in.number();
    if (place >= texts.length) {
      throw ByteCursor.damaged();
    }
    return texts[place];
  }

  private int count() throws BadIndexException {
    return add(in.number());
  }

  private int add(int more) throws BadIndexException {
    if (more > Layout.MAXIMUM_VALUES - values) {
      throw ByteCursor.damaged();
    }
    values += more;
    return more;
  }
}
