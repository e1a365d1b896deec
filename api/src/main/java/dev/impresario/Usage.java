package dev.impresario;

/**
 * What a language model counted, in tokens.
 *
 * @param input tokens read, those from the provider's cache included
 * @param output tokens written
 * @param cached tokens read from the provider's cache
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
}
