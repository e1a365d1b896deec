package dev.impresario.cli;

import java.util.Locale;

/** How numbers and constants are put to people. */
final class Words {
  private Words() {}

  /** Returns for example {@code 1 agent} or {@code 2 agents}. */
  static String count(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  /** Returns for example {@code project}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Returns for example {@code 12.34 ms}. */
  static String milliseconds(long nanos) {
    long hundredths = (nanos + 5_000) / 10_000;
    long fraction = hundredths % 100;
    return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction + " ms";
  }

  /** Returns for example {@code 97 %}. */
  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
