package dev.impresario.core.internal.slots;

/**
 * How many may work at once with one agent or model. Guarded by the queue's lock, but for {@link
 * #NONE}, which never changes.
 */
final class Limit {
  static final Limit NONE = new Limit("", Integer.MAX_VALUE);

  final String name;
  final int maximum;
  private int working;
  private int tickets;

  Limit(String name, int maximum) {
    this.name = name;
    this.maximum = maximum;
  }

  boolean reached() {
    return working >= maximum;
  }

  void enter() {
    tickets += this == NONE ? 0 : 1;
  }

  /** Returns whether that was the last ticket. */
  boolean leave() {
    return this != NONE && --tickets == 0;
  }

  void begin() {
    working += this == NONE ? 0 : 1;
  }

  void end() {
    working -= this == NONE ? 0 : 1;
  }
}
