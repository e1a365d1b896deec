package dev.impresario.core.internal.calls;

import dev.impresario.Budget;
import dev.impresario.ModelPolicy;
import dev.impresario.Usage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An account of what a task and its children use, charged to its parents' accounts too, up to the
 * engine's. Safe for use by many threads.
 */
public final class Meter {

  /**
   * Opens an account.
   *
   * @param owner what it is of, for messages, such as {@code the engine} or {@code task '7'}
   * @param parent the account above, or null for the engine's
   * @param policies where prices are
   */
  @SuppressWarnings("unused") // to be built
  public Meter(
      String owner,
      @Nullable Meter parent,
      Budget budget,
      Function<String, ModelPolicy> policies) {}

  /**
   * Counts one more task here and above.
   *
   * @throws dev.impresario.BudgetExceededException if an account would not bear it; nothing was
   *     counted
   */
  public void delegated() {}

  /** Adds time in which an agent has worked, here and above. */
  @SuppressWarnings("unused") // to be built
  public void worked(long nanos) {}

  /** Returns what was used here and by the accounts below. */
  public Usage usage() {
    return Usage.NONE;
  }
}
