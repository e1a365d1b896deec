package dev.impresario;

/**
 * A model call or a delegation was refused, since a budget would not bear it. Nothing was spent.
 */
public final class BudgetExceededException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  /** Creates one that says which budget, what was asked, and what is left. */
  public BudgetExceededException(String message) {
    super(message);
  }
}
