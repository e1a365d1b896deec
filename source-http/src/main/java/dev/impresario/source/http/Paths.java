package dev.impresario.source.http;

import dev.impresario.ConfigurationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Turns paths into URLs and back. A path is plain text; in a URL each of its parts is encoded. */
final class Paths {

  private Paths() {}

  /** Returns where the file of a path is, beside the manifest or below. */
  static WebAddress below(WebAddress manifest, String path) {
    String target = manifest.target();
    int query = target.indexOf('?');
    String plain = query < 0 ? target : target.substring(0, query);
    var place = new StringBuilder(plain.substring(0, plain.lastIndexOf('/')));
    for (String part : path.split("/", -1)) {
      place.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return new WebAddress(manifest.scheme(), manifest.host(), manifest.port(), place.toString());
  }

  /**
   * Returns the last part of a URL's path, by which the file is known.
   *
   * @throws ConfigurationException if it has none that will do
   */
  static String name(WebAddress url) {
    String target = url.target();
    int query = target.indexOf('?');
    String plain = query < 0 ? target : target.substring(0, query);
    String last = plain.substring(plain.lastIndexOf('/') + 1).replace("+", "%2B");
    String name = URLDecoder.decode(last, StandardCharsets.UTF_8);
    String fault = Manifest.fault(name);
    if (fault != null || name.indexOf('/') >= 0) {
      throw new ConfigurationException(
          "option 'urls' has '%s', whose last part is no name of a file".formatted(url));
    }
    return name;
  }
}
