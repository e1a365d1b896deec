package dev.impresario.format.markdown;

/**
 * Where the front matter of a file lies, in bytes.
 *
 * <p>After an optional byte order mark, line 1 is three dashes; the front matter ends at the first
 * later line that is three dashes again. Blanks and tabs may follow the dashes. Lines end with LF
 * or CRLF. The body is everything after the second of these lines.
 *
 * @param start where the text between the fences begins
 * @param end where it ends
 * @param bodyOffset where the prompt begins
 */
record FrontMatter(State state, int start, int end, int bodyOffset) {

  /** The line of the file on which the text between the fences begins. */
  static final int FIRST_LINE = 2;

  enum State {
    ABSENT,
    UNCLOSED,
    CLOSED
  }

  static FrontMatter of(byte[] content) {
    int begin = afterByteOrderMark(content);
    int start = afterFence(content, begin);
    if (start < 0) {
      return new FrontMatter(State.ABSENT, begin, begin, begin);
    }
    for (int line = start; line < content.length; line = nextLine(content, line)) {
      int body = afterFence(content, line);
      if (body >= 0) {
        return new FrontMatter(State.CLOSED, start, line, body);
      }
    }
    return new FrontMatter(State.UNCLOSED, start, content.length, content.length);
  }

  int length() {
    return end - start;
  }

  private static int afterByteOrderMark(byte[] content) {
    boolean marked =
        content.length >= 3
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /** Returns where the next line begins if a fence stands at this offset, else -1. */
  private static int afterFence(byte[] content, int offset) {
    int i = offset;
    while (i < content.length && content[i] == '-') {
      i++;
    }
    if (i - offset != 3) {
      return -1;
    }
    while (i < content.length && (content[i] == ' ' || content[i] == '\t')) {
      i++;
    }
    if (i + 1 < content.length && content[i] == '\r' && content[i + 1] == '\n') {
      return i + 2;
    }
    if (i == content.length) {
      return i;
    }
    return content[i] == '\n' ? i + 1 : -1;
  }

  private static int nextLine(byte[] content, int offset) {
    int i = offset;
    while (i < content.length && content[i] != '\n') {
      i++;
    }
    return i + 1;
  }
}
