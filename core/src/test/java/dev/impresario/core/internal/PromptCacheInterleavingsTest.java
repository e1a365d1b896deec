package dev.impresario.core.internal;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads a text through the prompt cache while others rewrite and invalidate it, in many orders of
 * their steps. It must look like a plain variable: what was read before a rewrite ended never comes
 * back after it, from the backend or from a load that others share.
 */
@Timeout(120)
public class PromptCacheInterleavingsTest {
  private static final PromptKey KEY = new PromptKey("qa", "v1", "claude", 1);

  private final AtomicInteger version = new AtomicInteger();
  private final CoalescingPromptCache prompts = new CoalescingPromptCache(new MapCache<>());

  /** Reads a text. */
  @Operation
  public String read() throws IOException, InterruptedException {
    return prompts.get(KEY, () -> "version " + version.get());
  }

  /** Writes the next text, and lets the old one be forgotten. */
  @Operation
  public void rewrite() {
    version.incrementAndGet();
    prompts.invalidate(KEY.id());
  }

  @Test
  void everyInterleaving_readsWhatAVariableWouldHold() {
    new ModelCheckingOptions()
        .iterations(10)
        .threads(3) // so that reads and rewrites meet, which one thread's own calls never do
        .actorsBefore(1)
        .actorsPerThread(1)
        .actorsAfter(1)
        .invocationsPerIteration(1_000)
        // the steps within these are not ours to try
        .addGuarantee(
            forClasses(ConcurrentHashMap.class.getName(), LongAdder.class.getName())
                .allMethods()
                .treatAsAtomic())
        .check(PromptCacheInterleavingsTest.class);
  }
}
