package dev.impresario.core.internal;

import dev.impresario.SafeText;
import java.text.Normalizer;
import java.util.Locale;

/**
 * When two ids are one, and when they are easily taken for each other.
 *
 * <p>Nearly all ids are ASCII, for which every Unicode form is the same; asking first saves loading
 * the tables of the others.
 */
final class Ids {

  private static final int MAXIMUM_LENGTH = 1_000;

  private Ids() {}

  /** Returns the id, which must be fit to be shown, compared and kept. */
  static String checked(String id) {
    if (id.isBlank()
        || folded(id).isEmpty()
        || id.length() > MAXIMUM_LENGTH
        || !SafeText.escape(id).equals(id)) {
      throw new IllegalArgumentException(
          "an id must be visible text of at most %d characters".formatted(MAXIMUM_LENGTH));
    }
    return id;
  }

  /** Returns the id in the one spelling it has, whichever way an editor composes its accents. */
  static String canonical(String id) {
    return isAscii(id) ? id : Normalizer.normalize(id, Normalizer.Form.NFC);
  }

  /**
   * Returns a text that ids share if they differ only in case, in Unicode form (annex 15, NFKC), or
   * in what nobody sees.
   */
  static String folded(String id) {
    if (isAscii(id)) {
      return id.toLowerCase(Locale.ROOT);
    }
    String form = visible(Normalizer.normalize(id, Normalizer.Form.NFKC));
    String lower = form.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(lower, Normalizer.Form.NFKC); // letters of another case may compose
  }

  private static String visible(String text) {
    return text.codePoints()
        .filter(c -> !Invisible.isHidden(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
