package dev.impresario;

/**
 * A budget was exceeded, or is kept again.
 *
 * @param budget which
 * @param breached whether it is exceeded now
 * @param measured what was measured, in the unit of the budget's limit
 */
public record Alert(PerformanceBudget budget, boolean breached, double measured) {}
