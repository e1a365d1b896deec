package dev.impresario.source.http;

import dev.impresario.SafeText;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A URL, taken apart once and checked, so that what is checked and what is connected to cannot be
 * two readings of one text.
 *
 * @param scheme {@code https} or {@code http}
 * @param host a name in ASCII and lower case without a dot at its end, or an address in its one
 *     usual form, IPv6 without brackets
 * @param port the port, whether written or not
 * @param target path and query
 */
record WebAddress(String scheme, String host, int port, String target) {
  private static final int MAXIMUM_LENGTH = 2_048;
  private static final int MAXIMUM_HOST = 253;
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  // What readers of addresses take for one: 127.1, 0177.0.0.1, 2130706433, 0x7f.1, also at the end.
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

  /**
   * Reads a URL.
   *
   * @throws FetchFailure if it is none, or one that is not gone to
   */
  static WebAddress parse(String text) throws FetchFailure {
    if (text.length() > MAXIMUM_LENGTH) {
      throw FetchFailure.refused(
          "a URL may have %d characters, but this has %d".formatted(MAXIMUM_LENGTH, text.length()));
    }
    if (text.codePoints().anyMatch(c -> c <= ' ' || c == '\\' || SafeText.isUnsafe(c))) {
      throw refused(text, "has a blank, backslash or control character");
    }
    try {
      return parse(text, new URI(text));
    } catch (URISyntaxException e) {
      throw refused(text, "is no URL");
    }
  }

  /** Returns where a reference leads from here; one that is complete leads where it says. */
  WebAddress resolve(String reference) throws FetchFailure {
    if (reference.length() > MAXIMUM_LENGTH) {
      throw FetchFailure.refused(
          "it leads to a URL of %d characters".formatted(reference.length()));
    }
    try {
      return parse(uri().resolve(new URI(reference)).toString());
    } catch (URISyntaxException e) {
      throw refused(reference, "is no URL");
    }
  }

  private static WebAddress parse(String text, URI uri) throws FetchFailure {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused(text, "begins neither with https nor with http");
    }
    String authority = uri.getRawAuthority();
    if (uri.isOpaque() || authority == null || authority.isEmpty()) {
      throw refused(text, "names no host");
    }
    if (authority.indexOf('@') >= 0) {
      throw FetchFailure.refused("a URL with a user name or password in it is not gone to");
    }
    if (authority.indexOf('%') >= 0) {
      throw refused(text, "has a percent sign in its host");
    }
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    end = end < 0 ? authority.length() : end;
    String host = host(text, authority.substring(0, end));
    int port = port(text, scheme, authority.substring(end));
    URI ascii = ascii(text, uri);
    String path = ascii.getRawPath() == null ? "" : ascii.getRawPath();
    String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
    return new WebAddress(scheme, host, port, (path.isEmpty() ? "/" : path) + query);
  }

  /** Some characters are others in their normal form, which need not be those of a URL. */
  private static URI ascii(String text, URI uri) throws FetchFailure {
    try {
      return new URI(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw refused(text, "is no URL");
    }
  }

  private static int port(String text, String scheme, String written) throws FetchFailure {
    if (written.isEmpty()) {
      return scheme.equals("https") ? 443 : 80;
    }
    String digits = written.substring(1);
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (written.charAt(0) != ':' || port < 1 || port > 65_535) {
      throw refused(text, "has no proper port");
    }
    return port;
  }

  private static String host(String text, String written) throws FetchFailure {
    return written.startsWith("[")
        ? ipv6(text, written.substring(1, written.length() - 1))
        : name(text, written);
  }

  private static String ipv6(String text, String written) throws FetchFailure {
    if (!IPV6.matcher(written).matches() || written.indexOf(':') < 0) {
      throw refused(text, "has no proper IPv6 address");
    }
    try {
      InetAddress address = InetAddress.getByName(written); // a colon: never looked up
      String usual = address.getHostAddress();
      if (usual.indexOf(':') < 0) {
        throw refused(text, "has an IPv4 address within an IPv6 address");
      }
      return usual;
    } catch (UnknownHostException e) {
      throw refused(text, "has no proper IPv6 address");
    }
  }

  private static String name(String text, String written) throws FetchFailure {
    String name;
    try {
      name = IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw refused(text, "has no proper host name");
    }
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (NUMBER.matcher(last).matches() && !IPV4.matcher(name).matches()) {
      throw refused(text, "has an IPv4 address that is not of four decimal numbers");
    }
    if (name.isEmpty() || name.length() > MAXIMUM_HOST || ("." + name + ".").contains("..")) {
      throw refused(text, "has no proper host name");
    }
    return name;
  }

  /** Returns whether the host is an address rather than a name. */
  boolean isLiteral() {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  boolean isPlain() {
    return scheme.equals("http");
  }

  boolean hasOriginOf(WebAddress other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /** Returns host and port. */
  String authority() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns it as it is asked for: without a port that goes without saying. */
  URI uri() {
    return URI.create(origin() + target);
  }

  private String origin() {
    boolean usual = port == (isPlain() ? 80 : 443);
    String authority = authority();
    return scheme
        + "://"
        + (usual ? authority.substring(0, authority.lastIndexOf(':')) : authority);
  }

  /** Returns it for people: without the query, which may hold a secret. */
  @Override
  public String toString() {
    int query = target.indexOf('?');
    return origin() + (query < 0 ? target : target.substring(0, query));
  }

  private static FetchFailure refused(String text, String why) {
    int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
    String shown = SafeText.escape(text.substring(0, Math.min(end, 200)));
    String safe = shown.indexOf('@') >= 0 ? "a URL" : "'" + shown + "'";
    return FetchFailure.refused("%s %s".formatted(safe, why));
  }
}
