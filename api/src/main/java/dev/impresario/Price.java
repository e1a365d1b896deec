package dev.impresario;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a model costs, for a million tokens each, in whatever currency the host counts in.
 *
 * @param input tokens read
 * @param output tokens written
 * @param cached tokens read from the provider's cache
 */
public record Price(BigDecimal input, BigDecimal output, BigDecimal cached) {
  // Sums are exact, so a price of a thousand digits would make all of them as long.
  private static final int MOST_DECIMALS = 18;
  private static final BigDecimal HIGHEST = new BigDecimal("1000000000000000000");

  /** Checks that each price is from 0 to 10 to the power of 18, with at most 18 decimals. */
  public Price {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(cached, "cached");
    check(input);
    check(output);
    check(cached);
  }

  private static void check(BigDecimal price) {
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a price must not be negative: " + price);
    }
    if (price.compareTo(HIGHEST) > 0 || price.scale() > MOST_DECIMALS) {
      throw new IllegalArgumentException(
          "a price is at most %s, with at most %d decimals: %s"
              .formatted(HIGHEST, MOST_DECIMALS, price));
    }
  }

  /** Creates a price for a million tokens, such as {@code perMillion("3.00", "15.00", "0.30")}. */
  public static Price perMillion(String input, String output, String cached) {
    return new Price(new BigDecimal(input), new BigDecimal(output), new BigDecimal(cached));
  }

  /** Returns what this usage costs. */
  public BigDecimal of(Usage usage) {
    long cachedInput = Math.min(usage.cached(), usage.input());
    return input
        .multiply(BigDecimal.valueOf(usage.input() - cachedInput))
        .add(cached.multiply(BigDecimal.valueOf(cachedInput)))
        .add(output.multiply(BigDecimal.valueOf(usage.output())))
        .movePointLeft(6);
  }
}
