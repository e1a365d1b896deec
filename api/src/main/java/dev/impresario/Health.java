package dev.impresario;

import java.util.List;

/**
 * How an engine is, for probes and for people.
 *
 * @param status the worst of its parts
 * @param parts each part with its reason, by name
 */
public record Health(Status status, List<Part> parts) {

  /** Copies the parts. */
  public Health {
    parts = List.copyOf(parts);
  }

  /** Creates the health that these parts make together. */
  public static Health of(List<Part> parts) {
    Status worst = Status.UP;
    for (Part part : parts) {
      worst = part.status().compareTo(worst) > 0 ? part.status() : worst;
    }
    return new Health(worst, parts);
  }

  /** From good to bad. */
  public enum Status {
    /** It does what it should. */
    UP,
    /** It works, but not all of it, or not well. */
    DEGRADED,
    /** It cannot work. */
    DOWN
  }

  /**
   * A part of an engine.
   *
   * @param name such as {@code registry} or {@code model 'sonnet'}
   * @param status how it is
   * @param reason why, with figures, for people
   */
  public record Part(String name, Status status, String reason) {}
}
