package dev.impresario.core.internal;

import dev.impresario.Diagnostic;
import java.util.List;
import java.util.Objects;

/** Compares what is wrong now with what was wrong before. */
final class Findings {

  private Findings() {}

  /**
   * Returns whether both say the same of the same places, in other words perhaps: the text of an
   * exception may have a number or an address in it, and would make news of every scan.
   */
  static boolean areAlike(List<Diagnostic> some, List<Diagnostic> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!areAlike(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areAlike(Diagnostic one, Diagnostic other) {
    return one.severity() == other.severity()
        && one.code().equals(other.code())
        && one.line() == other.line()
        && one.column() == other.column()
        && Objects.equals(one.path(), other.path())
        && Objects.equals(one.source(), other.source());
  }
}
