package dev.impresario.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ToolGrant;
import dev.impresario.spi.Header;
import dev.impresario.spi.ParsedAgent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IndexBytesTest {
  private static final String LIBRARY = "1.0";
  private static final String VERSION = "0123456789abcdef".repeat(4);
  private static final int ROUNDS = 300 * Integer.getInteger("impresario.soak.factor", 1);

  private final Random random = new Random(7);

  @Test
  void decode_ofWhatWasEncoded_givesTheSame() throws BadIndexException {
    for (int i = 0; i < ROUNDS; i++) {
      IndexContents contents = contents();

      IndexContents decoded = IndexDecoder.decode(IndexEncoder.encode(contents, LIBRARY), LIBRARY);

      assertThat(decoded).isEqualTo(contents);
      assertThat(orders(decoded)).isEqualTo(orders(contents));
    }
  }

  /** Maps are equal in any order, but people see this one. */
  private static Map<String, String> orders(IndexContents contents) {
    var orders = new HashMap<String, String>();
    contents
        .sources()
        .forEach(
            (source, files) ->
                files.forEach(
                    (path, entry) -> {
                      Header header = entry.file().parsed().header();
                      orders.put(
                          source + path, header == null ? "" : header.attributes().toString());
                    }));
    return orders;
  }

  @Test
  void encode_leavesOutWhatWouldComeOutOtherwise() throws BadIndexException {
    ToolGrant twoSides = ToolGrant.of(List.of("Read")).and(ToolGrant.of(List.of("Bash")));
    Object deep = "end";
    for (int i = 0; i < 100; i++) {
      deep = List.of(deep);
    }
    Map<String, IndexEntry> files = new LinkedHashMap<>();
    files.put("two.md", entry(header("two", twoSides, Map.of())));
    files.put("deep.md", entry(header("deep", ToolGrant.inherit(), Map.of("deep", deep))));
    files.put("number.md", entry(header("number", ToolGrant.inherit(), Map.of("n", 1))));
    files.put("good.md", entry(header("good", ToolGrant.inherit(), Map.of())));

    byte[] bytes = IndexEncoder.encode(new IndexContents("s", Map.of("source", files)), LIBRARY);

    assertThat(IndexDecoder.decode(bytes, LIBRARY).of("source")).containsOnlyKeys("good.md");
  }

  @Test
  void decode_ofAnyOtherBytes_saysSo() throws BadIndexException {
    byte[] whole = IndexEncoder.encode(contents(), LIBRARY);
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> IndexDecoder.decode(cut, LIBRARY))
          .isInstanceOf(BadIndexException.class);
    }
    assertThatThrownBy(() -> IndexDecoder.decode(whole, "2.0"))
        .hasMessage("another version of this library wrote it");
  }

  /** Whoever forges the contents forges the checksum too. */
  @Test
  void decode_ofForgedBytes_endsSoonAndIsBounded() throws BadIndexException {
    byte[] whole = IndexEncoder.encode(contents(), LIBRARY);
    int refused = 0;
    for (int i = 0; i < 20 * ROUNDS; i++) {
      byte[] forged = whole.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = 9 + random.nextInt(forged.length - 13);
        forged[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
      }
      try {
        assertThat(IndexDecoder.decode(sealed(forged), LIBRARY)).isNotNull();
      } catch (BadIndexException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void decode_ofHugeLengths_takesNoMemoryForThem() {
    for (int where = 0; where < 4; where++) {
      var bytes = new ByteBuilder();
      bytes.fixed(Layout.MAGIC);
      bytes.octet(Layout.VERSION);
      bytes.text(LIBRARY);
      bytes.text("stamp");
      bytes.number(where == 0 ? Integer.MAX_VALUE : 1); // texts
      bytes.number(where == 1 ? Integer.MAX_VALUE : 0); // the length of the first
      bytes.number(where == 2 ? Integer.MAX_VALUE : 1); // sources
      bytes.number(where == 3 ? Integer.MAX_VALUE : 0); // the key of the first
      bytes.fixed(0);
      byte[] all = sealed(Arrays.copyOf(bytes.array(), bytes.size()));
      assertThatThrownBy(() -> IndexDecoder.decode(all, LIBRARY)).hasMessage("it is damaged");
    }
  }

  @Test
  void decode_ofDeepNesting_doesNotOverflow() {
    var bytes = new ByteBuilder();
    bytes.fixed(Layout.MAGIC);
    bytes.octet(Layout.VERSION);
    bytes.text(LIBRARY);
    bytes.text("stamp");
    bytes.number(1);
    bytes.text("x");
    bytes.number(1); // a source
    bytes.number(0);
    bytes.octet(1); // a file: path, revision, format, version, offset
    bytes.raw(new byte[3 + 32 + 1], 3 + 32 + 1);
    bytes.octet(1); // a header: id, name, description, type, specializations, model, tools
    bytes.raw(new byte[3 + 1 + 1 + 1 + 1 + 1], 8);
    bytes.number(1); // an attribute
    bytes.number(0);
    for (int i = 0; i < 1_000_000; i++) {
      bytes.octet(Layout.LIST);
      bytes.number(1);
    }
    bytes.fixed(0);

    byte[] all = sealed(Arrays.copyOf(bytes.array(), bytes.size()));

    assertThatThrownBy(() -> IndexDecoder.decode(all, LIBRARY)).hasMessage("it is damaged");
  }

  private static byte[] sealed(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
    return bytes;
  }

  private IndexContents contents() {
    var sources = new HashMap<String, Map<String, IndexEntry>>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var files = new HashMap<String, IndexEntry>();
      for (int file = random.nextInt(6); file >= 0; file--) {
        files.put(text(), entry(random.nextInt(4) == 0 ? null : header()));
      }
      sources.put(text(), files);
    }
    return new IndexContents(text(), sources);
  }

  private IndexEntry entry(@Nullable Header header) {
    List<Diagnostic> findings = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      findings.add(finding(header == null ? Severity.ERROR : Severity.WARNING));
    }
    var parsed = new ParsedAgent(header, random.nextInt(1 << random.nextInt(30)), findings);
    Diagnostic hidden = random.nextInt(4) == 0 ? finding(Severity.INFO) : null;
    return new IndexEntry(text(), new IndexedFile(text(), VERSION, parsed, hidden));
  }

  private Diagnostic finding(Severity severity) {
    String path = random.nextBoolean() ? text() : null;
    String hint = random.nextBoolean() ? text() : null;
    return new Diagnostic(
        severity, text(), null, path, random.nextInt(9), random.nextInt(999), text(), hint);
  }

  private Header header() {
    ToolGrant tools =
        random.nextBoolean() ? ToolGrant.inherit() : ToolGrant.of(List.of(text(), text()));
    return header(
        text(), tools.without(random.nextBoolean() ? List.of() : List.of(text())), map(0));
  }

  private Header header(String id, ToolGrant tools, Map<String, Object> attributes) {
    String type = random.nextBoolean() ? text() : null;
    String model = random.nextBoolean() ? text() : null;
    return new Header(id, text(), text(), type, Set.of(text()), tools, model, attributes);
  }

  private Map<String, Object> map(int depth) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(text(), value(depth + 1));
    }
    return map;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 4 ? 1 : 3)) {
      case 0 -> text();
      case 1 -> List.of(value(depth + 1), value(depth + 1));
      default -> map(depth);
    };
  }

  /** Short, so that texts meet; and of every kind of character, half surrogate pairs too. */
  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x10000));
        case 1 -> text.appendCodePoint(0x1F600 + random.nextInt(50));
        case 2 -> text.append((char) (0xC0 + random.nextInt(50)));
        default -> text.append((char) ('a' + random.nextInt(4)));
      }
    }
    return text.toString();
  }
}
