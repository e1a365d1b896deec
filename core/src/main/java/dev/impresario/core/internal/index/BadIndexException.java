package dev.impresario.core.internal.index;

/** The file is no index that can be used. The message says why, in words of ours alone. */
public final class BadIndexException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean expected;

  BadIndexException(String reason) {
    this(reason, false);
  }

  private BadIndexException(String reason, boolean expected) {
    super(reason);
    this.expected = expected;
  }

  /** Makes one for what is nobody's fault and mends itself. */
  static BadIndexException expected(String reason) {
    return new BadIndexException(reason, true);
  }

  /** Returns whether nothing is wrong, as after a new version of this library. */
  public boolean isExpected() {
    return expected;
  }
}
