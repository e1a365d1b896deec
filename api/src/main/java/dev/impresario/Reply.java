package dev.impresario;

import java.util.Objects;

/**
 * What an agent answers.
 *
 * @param text the answer
 * @param usage what it took
 */
public record Reply(String text, Usage usage) {

  /** Checks that both parts are there. */
  public Reply {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(usage, "usage");
  }

  /** Creates a reply that used no model. */
  public static Reply of(String text) {
    return new Reply(text, Usage.NONE);
  }

  /** Shows the size and the usage, never the text. */
  @Override
  public String toString() {
    return "Reply[%d chars, %s]".formatted(text.length(), usage);
  }
}
