package dev.impresario.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://Example.COM,https://example.com/",
    "HTTPS://example.com./a,https://example.com/a",
    "https://example.com:8443/a?b#c,https://example.com:8443/a?b",
    "http://example.com,http://example.com/",
    "https://bücher.example/ü,https://xn--bcher-kva.example/%C3%BC",
    "https://1.2.3.4/,https://1.2.3.4/",
    "https://１２７.0.0.1/,https://127.0.0.1/",
    "https://127。0。0。1/,https://127.0.0.1/",
    "https://127.0.0.1./,https://127.0.0.1/",
    "https://[::1]/,https://[0:0:0:0:0:0:0:1]/",
    "https://[2A00:1450::200E]:1/,https://[2a00:1450:0:0:0:0:0:200e]:1/"
  })
  void parse_ofOneReading_makesItTheUsualOne(String written, String read) throws Exception {
    assertThat(WebAddress.parse(written).uri()).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "example.com",
        "//example.com/",
        "/a",
        "https:",
        "https://",
        "https:///a",
        "https:a",
        "file:///etc/passwd",
        "jar:https://example.com/a.jar!/b",
        "ftp://example.com/",
        "gopher://example.com/",
        "data:,x",
        "https://user@example.com/",
        "https://a:b@example.com/",
        "https://example.com@127.0.0.1/",
        "https://exa%6dple.com/",
        "https://127.0.0.%31/",
        "https://example.com:/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:+1/",
        "https://example.com:1:2/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://017700000001/",
        "https://127.1/",
        "https://127.0.1/",
        "https://0177.0.0.1/",
        "https://0x7f.0.0.1/",
        "https://127.0.0.01/",
        "https://127.0.0.0x1/",
        "https://256.1.1.1/",
        "https://1.2.3.4.5/",
        "https://a.1/",
        "https://0x/",
        "https://１２７.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://::1/",
        "https://[v1.x]/",
        "https://a..b/",
        "https://.a/",
        "https://./",
        "https://-a-/",
        "https://a_b/",
        "https://a\\b/",
        "https://a\r\nHost: b/",
        "https://a/\r\nX: y",
        "https://a/ b",
        "https://a/\u202e",
        "https://a/\u0000",
        "https://a/x\u1FEF.md",
        "https://a/%4A\u030A"
      })
  void parse_ofWhatIsNoUrlWeGoTo_isRefused(String written) {
    assertThatThrownBy(() -> WebAddress.parse(written)).isInstanceOf(FetchFailure.class);
  }

  @Test
  void parse_ofAVeryLongUrl_isRefused_withoutItsText() {
    assertThatThrownBy(() -> WebAddress.parse("https://a/" + "b".repeat(3_000)))
        .hasMessage("a URL may have 2048 characters, but this has 3010");
  }

  @Test
  void toString_andRefusals_showNeitherQueryNorPassword() throws Exception {
    assertThat(WebAddress.parse("https://a.example/b?token=secret"))
        .hasToString("https://a.example/b");
    assertThatThrownBy(() -> WebAddress.parse("https://a:secret@b/"))
        .hasMessage("a URL with a user name or password in it is not gone to");
    assertThatThrownBy(() -> WebAddress.parse("ftp://a:secret@b/?secret"))
        .hasMessage("a URL begins neither with https nor with http");
    assertThatThrownBy(() -> WebAddress.parse("ftp://b/?secret"))
        .hasMessage("'ftp://b/' begins neither with https nor with http");
  }

  @ParameterizedTest
  @CsvSource({
    "b.md,https://a.example/x/b.md",
    "/b.md,https://a.example/b.md",
    "//b.example/c,https://b.example/c",
    "http://b.example,http://b.example/",
    "?q,https://a.example/x/?q"
  })
  void resolve_leadsWhereAReferenceSays(String reference, String place) throws Exception {
    WebAddress from = WebAddress.parse("https://a.example/x/manifest.json?y");

    assertThat(from.resolve(reference).uri()).hasToString(place);
  }

  @Test
  void below_encodesWhatIsPlainText() throws Exception {
    WebAddress manifest = WebAddress.parse("https://a.example/x/manifest.json?y/z");

    assertThat(Paths.below(manifest, "a b/100%25+&?#ü.md").uri())
        .hasToString("https://a.example/x/a%20b/100%2525%2B%26%3F%23%C3%BC.md");
  }
}
