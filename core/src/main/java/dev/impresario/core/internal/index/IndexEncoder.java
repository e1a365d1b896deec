package dev.impresario.core.internal.index;

import dev.impresario.Diagnostic;
import dev.impresario.ToolGrant;
import dev.impresario.spi.Header;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Turns the contents of an index into the bytes that {@link Layout} describes. Used once. */
final class IndexEncoder {
  private final ByteBuilder table = new ByteBuilder();
  private final ByteBuilder body = new ByteBuilder();
  private final Map<String, Integer> texts = new HashMap<>();
  private int values;

  private IndexEncoder() {}

  /**
   * Encodes all files that come out again as they went in; the others are simply read again.
   *
   * @throws BadIndexException if the bytes would be more than there may be
   */
  static byte[] encode(IndexContents contents, String library) throws BadIndexException {
    return new IndexEncoder().bytes(contents, library);
  }

  private byte[] bytes(IndexContents contents, String library) throws BadIndexException {
    count(contents.sources().size());
    for (Map.Entry<String, Map<String, IndexEntry>> source : contents.sources().entrySet()) {
      text(source.getKey());
      files(source.getValue());
    }
    var all = new ByteBuilder();
    all.fixed(Layout.MAGIC);
    all.octet(Layout.VERSION);
    all.text(library);
    all.text(contents.stamp());
    all.number(texts.size());
    all.raw(table.array(), table.size());
    all.raw(body.array(), body.size());
    var checksum = new CRC32C();
    checksum.update(all.array(), 0, all.size());
    all.fixed((int) checksum.getValue());
    requireRoom(all.size());
    return Arrays.copyOf(all.array(), all.size());
  }

  private void requireRoom(int bytes) throws BadIndexException {
    if (bytes > Layout.MAXIMUM_BYTES || values + texts.size() > Layout.MAXIMUM_VALUES) {
      throw new BadIndexException(
          "it would have more than %,d bytes or %,d values"
              .formatted(Layout.MAXIMUM_BYTES, Layout.MAXIMUM_VALUES));
    }
  }

  private void files(Map<String, IndexEntry> files) throws BadIndexException {
    for (Map.Entry<String, IndexEntry> file : files.entrySet()) {
      requireRoom(table.size() + body.size());
      int begin = body.size();
      body.octet(1);
      values++;
      if (!file(file.getKey(), file.getValue())) {
        body.truncate(begin);
      }
    }
    body.octet(0);
  }

  /** Returns whether the file can be held just as it is. */
  private boolean file(String path, IndexEntry entry) {
    IndexedFile file = entry.file();
    text(path);
    text(entry.revision());
    text(file.format());
    byte[] version = HexFormat.of().parseHex(file.version());
    body.raw(version, version.length);
    body.number(file.parsed().bodyOffset());
    if (version.length != 32 || !header(file.parsed().header())) {
      return false;
    }
    count(file.parsed().diagnostics().size());
    file.parsed().diagnostics().forEach(this::finding);
    body.octet(file.hidden() == null ? 0 : 1);
    if (file.hidden() != null) {
      finding(file.hidden());
    }
    return true;
  }

  private boolean header(@Nullable Header header) {
    body.octet(header == null ? 0 : 1);
    if (header == null) {
      return true;
    }
    text(header.id());
    text(header.name());
    text(header.description());
    optional(header.type());
    list(header.specializations());
    optional(header.model());
    return grant(header.tools()) && map(header.attributes(), 0);
  }

  /** A grant shows one side of itself; what has another cannot be made again from that. */
  private boolean grant(ToolGrant grant) {
    List<String> allowed = grant.allowed().orElse(null);
    body.octet(allowed == null ? 0 : 1);
    if (allowed != null) {
      list(allowed);
    }
    list(grant.disallowed());
    return grant(allowed, grant.disallowed()).equals(grant);
  }

  static ToolGrant grant(@Nullable List<String> allowed, List<String> disallowed) {
    ToolGrant granted = allowed == null ? ToolGrant.inherit() : ToolGrant.of(allowed);
    return granted.without(disallowed);
  }

  private boolean value(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      body.octet(Layout.TEXT);
      text(text);
      return true;
    }
    if (depth == Layout.MAXIMUM_DEPTH) {
      return false;
    }
    if (value instanceof List<?> list) {
      body.octet(Layout.LIST);
      count(list.size());
      return list.stream().allMatch(item -> value(item, depth + 1));
    }
    body.octet(Layout.MAP);
    return value instanceof Map<?, ?> map && map(map, depth + 1);
  }

  private boolean map(Map<?, ?> map, int depth) {
    count(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        return false;
      }
      text(key);
      if (!value(entry.getValue(), depth)) {
        return false;
      }
    }
    return true;
  }

  private void finding(Diagnostic finding) {
    body.octet(Layout.SEVERITIES.indexOf(finding.severity()));
    text(finding.code());
    optional(finding.path());
    body.number(finding.line());
    body.number(finding.column());
    text(finding.message());
    optional(finding.hint());
  }

  private void list(Collection<String> items) {
    count(items.size());
    items.forEach(this::text);
  }

  private void count(int size) {
    values += size;
    body.number(size);
  }

  private void optional(@Nullable String text) {
    body.octet(text == null ? 0 : 1);
    if (text != null) {
      text(text);
    }
  }

  private void text(String text) {
    Integer place = texts.get(text);
    if (place == null) {
      place = texts.size();
      texts.put(text, place);
      table.text(text);
    }
    body.number(place);
  }
}
