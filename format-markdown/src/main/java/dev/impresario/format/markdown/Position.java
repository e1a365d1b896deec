package dev.impresario.format.markdown;

/** A place in a file: the line from 1, and the column from 1, or 0 for the whole line. */
record Position(int line, int column) {

  static final Position FIRST_LINE = new Position(1, 0);

  static Position ofLine(int line) {
    return new Position(line, 0);
  }
}
