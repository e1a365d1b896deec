package dev.impresario.core.internal.calls;

import dev.impresario.ModelCall;

/** The way of every model call. Safe for use by many threads. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // to be built
public final class ModelCalls {

  /** Makes the call, as {@link dev.impresario.TaskContext#call} says. */
  public <T> T call(Caller caller, String model, long estimatedTokens, ModelCall<T> call)
      throws Exception {
    throw new UnsupportedOperationException("to be built");
  }
}
