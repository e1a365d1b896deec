package dev.impresario;

/**
 * What language models counted, in tokens.
 *
 * @param input tokens read, those from the provider's cache included
 * @param output tokens written
 * @param cached tokens read from the provider's cache; a part of the input
 */
public record Usage(long input, long output, long cached) {

  /** No model was used. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Checks the counts. */
  public Usage {
    if (input < 0 || output < 0 || cached < 0) {
      throw new IllegalArgumentException("token counts must not be negative");
    }
  }

  /** Returns tokens read and written. */
  public long total() {
    return input + output;
  }

  /** Returns this and another together. */
  public Usage plus(Usage other) {
    return new Usage(input + other.input, output + other.output, cached + other.cached);
  }
}
