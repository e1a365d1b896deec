package dev.impresario.core.internal.calls;

import dev.impresario.*;
import java.math.*;
import java.util.*;

@SuppressWarnings({"unused", "DoNotCallSuggester", "MissingOverride"}) // to be built
public final class ModelCalls {
  public <T> T call(Caller caller, String model, long estimatedTokens, ModelCall<T> call)
      throws Exception {
    return call.attempt(
        new ModelCall.Attempt() {
          public int number() {
            return 1;
          }

          public void used(Usage u) {}
        });
  }

  public void charge(Caller caller, Usage usage) {}

  public UsageTotals totals() {
    return new UsageTotals(Usage.NONE, Map.of(), Map.of(), BigDecimal.ZERO);
  }

  public List<Health.Part> health() {
    return List.of();
  }
}
