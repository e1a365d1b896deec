package dev.impresario.benchmarks;

/** A quantity that is measured at several sizes. */
record Curve(String name, Kind kind) {

  /** What the samples are, and how they are shown. */
  enum Kind {
    /** Nanoseconds for all items of a size; shown for each of them. */
    ALL_NANOS("each"),
    /** Nanoseconds for one call. */
    CALL_NANOS("a call"),
    /** How many a second. */
    RATE("a second"),
    /** A share, in percent. */
    PERCENT("");

    private final String per;

    Kind(String per) {
      this.per = per;
    }
  }

  static Curve ofAll(String name) {
    return new Curve(name, Kind.ALL_NANOS);
  }

  static Curve ofCall(String name) {
    return new Curve(name, Kind.CALL_NANOS);
  }

  static Curve ofRate(String name) {
    return new Curve(name, Kind.RATE);
  }

  static Curve ofPercent(String name) {
    return new Curve(name, Kind.PERCENT);
  }

  String title() {
    return kind.per.isEmpty() ? name : name + ", " + kind.per;
  }

  /** Returns what is shown of a sample: microseconds, a rate or a share. */
  double shown(int size, double value) {
    return switch (kind) {
      case ALL_NANOS -> value / size / 1_000;
      case CALL_NANOS -> value / 1_000;
      case RATE, PERCENT -> value;
    };
  }

  String text(double shown) {
    return switch (kind) {
      case ALL_NANOS, CALL_NANOS -> Numbers.one(shown * 1_000, Unit.NANOSECONDS);
      case RATE -> Numbers.digits(shown) + "/s";
      case PERCENT -> Numbers.digits(shown) + " %";
    };
  }
}
