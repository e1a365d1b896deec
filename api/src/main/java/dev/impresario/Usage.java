package dev.impresario;

/**
 * What language models counted, in tokens. Sums that would be too large stop at {@link
 * Long#MAX_VALUE}.
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
    return sum(input, output);
  }

  /** Returns this and another together. */
  public Usage plus(Usage other) {
    return new Usage(sum(input, other.input), sum(output, other.output), sum(cached, other.cached));
  }

  /** Adds counts, which are not negative; what a server reports may be any number. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
