package dev.impresario.cli;

/** How a command writes what it has to say. */
enum OutputForm {
  /** For people. */
  TEXT,
  /** One JSON object a line. */
  JSON,
  /** One JSON document, in the Static Analysis Results Interchange Format. */
  SARIF
}
