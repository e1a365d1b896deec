package dev.impresario.core.internal.index;

/** The file is no index that can be used. The message says why, in words of ours alone. */
public final class BadIndexException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is to be done about it. */
  public enum Kind {
    /** Nothing: it is ours and is written anew. */
    WORTHLESS,
    /** Nothing, and nothing is wrong, as after a new version of this library. */
    EXPECTED,
    /** The place is none to read from or write to. */
    PLACE,
    /** Something else is there, which is not ours to replace. */
    FOREIGN
  }

  private final Kind kind;

  private BadIndexException(String reason, Kind kind) {
    super(reason);
    this.kind = kind;
  }

  BadIndexException(String reason) {
    this(reason, Kind.WORTHLESS);
  }

  /** Makes one for what is nobody's fault and mends itself. */
  static BadIndexException expected(String reason) {
    return new BadIndexException(reason, Kind.EXPECTED);
  }

  /** Makes one for something else that is in the place of an index. */
  static BadIndexException foreign(String reason) {
    return new BadIndexException(reason, Kind.FOREIGN);
  }

  /** Makes one for a place or a setting in which no index can be used. */
  public static BadIndexException ofPlace(String reason) {
    return new BadIndexException(reason, Kind.PLACE);
  }

  /** Returns what is to be done about it. */
  public Kind kind() {
    return kind;
  }
}
