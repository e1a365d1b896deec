package dev.impresario.format.markdown;

/** A path below a source's root, {@code /} between its parts. */
record AgentPath(String text) {

  String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Returns the name of the folder, or an empty text at the root. */
  String folder() {
    int end = text.lastIndexOf('/');
    return end < 0 ? "" : text.substring(text.lastIndexOf('/', end - 1) + 1, end);
  }

  /** Returns the file's name less this ending. */
  String stem(String ending) {
    String name = fileName();
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  /** Returns the length of the ending if something stands before it, else 0. */
  int endsWith(String ending) {
    String name = fileName();
    return name.endsWith(ending) && name.length() > ending.length() ? ending.length() : 0;
  }
}
