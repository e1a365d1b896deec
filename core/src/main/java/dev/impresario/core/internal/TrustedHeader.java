package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ToolGrant;
import dev.impresario.Trust;
import dev.impresario.spi.Header;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A header as far as its source is trusted. Whatever format made it, it comes through here, so a
 * file gains nothing by being written in another one.
 *
 * @param header what is left of it
 * @param finding what was left out, or null if nothing was
 */
record TrustedHeader(Header header, @Nullable Diagnostic finding) {

  static TrustedHeader of(Header header, BoundSource source, String path) {
    Trust trust = source.trust();
    if (trust.authority() && trust.tools().equals(ToolGrant.inherit())) {
      return new TrustedHeader(header, null);
    }
    var authority = new Authority();
    var attributes =
        trust.authority() ? header.attributes() : authority.stripped(header.attributes());
    var trusted =
        new Header(
            header.id(),
            header.name(),
            header.description(),
            header.type(),
            header.specializations(),
            header.tools().and(trust.tools()),
            header.model(),
            attributes);
    List<String> left = authority.left();
    return new TrustedHeader(trusted, left.isEmpty() ? null : stripped(left, source, path));
  }

  private static Diagnostic stripped(List<String> names, BoundSource source, String path) {
    String fields = names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    return Diagnostic.ofFile(
            Severity.WARNING,
            "authority-stripped",
            path,
            "left out, since its source is not trusted with more than tools: " + fields,
            "remove the fields, or trust the source")
        .withSource(source.name());
  }
}
