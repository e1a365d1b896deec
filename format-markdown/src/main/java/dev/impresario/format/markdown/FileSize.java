package dev.impresario.format.markdown;

/** Refuses what is too large, even if whoever read the file did not. */
final class FileSize {

  private FileSize() {}

  static void check(byte[] content, int limit) {
    if (content.length > limit) {
      throw new Refusal(
          "file-too-large",
          new Position(0, 0),
          "the file has %d bytes, more than %d".formatted(content.length, limit),
          "make it shorter, or raise the option 'max-file-bytes'");
    }
  }
}
