package dev.impresario.core.internal;

import java.text.Normalizer;
import java.util.Locale;

/**
 * When two ids are one, and when they are easily taken for each other.
 *
 * <p>Nearly all ids are ASCII, for which every Unicode form is the same; asking first saves loading
 * the tables of the others.
 */
final class Ids {

  private Ids() {}

  /** Returns the id in the one spelling it has, whichever way an editor composes its accents. */
  static String canonical(String id) {
    return isAscii(id) ? id : Normalizer.normalize(id, Normalizer.Form.NFC);
  }

  /** Returns a text that ids share if they differ only in case or Unicode form (annex 15, NFKC). */
  static String folded(String id) {
    String form = isAscii(id) ? id : Normalizer.normalize(id, Normalizer.Form.NFKC);
    return form.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
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
