package dev.impresario;

/**
 * How near a source is to the work at hand, nearest first. Where two sources offer an agent of the
 * same id, the nearer scope wins.
 */
public enum Scope {
  /** Belongs to the project being worked on. */
  PROJECT,
  /** Belongs to the user, whatever the project. */
  USER,
  /** Belongs to the machine or came with the application. */
  SYSTEM
}
