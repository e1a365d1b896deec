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

  /** Checks that no price is negative. */
  public Price {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(cached, "cached");
    if (input.signum() < 0 || output.signum() < 0 || cached.signum() < 0) {
      throw new IllegalArgumentException("a price must not be negative");
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
