package dev.impresario.core.internal;

import dev.impresario.RegistryChange;
import dev.impresario.core.internal.live.Listeners;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a new snapshot means to others: listeners, pools and the prompt cache. */
@Singleton
final class Consequences {
  private final Listeners listeners;
  private final Retirement retirement;
  private final CoalescingPromptCache prompts;

  @Inject
  Consequences(Listeners listeners, Retirement retirement, CoalescingPromptCache prompts) {
    this.listeners = listeners;
    this.retirement = retirement;
    this.prompts = prompts;
  }

  /**
   * Tells listeners, which waits for nobody; called in the order of the snapshots.
   *
   * @return the rest, to be run under no lock, since it runs foreign code
   */
  Runnable of(Snapshot before, Snapshot next) {
    RegistryChange change = next.changeSince(before);
    listeners.tell(change);
    Set<PromptKey> unused = unused(before, next);
    return () -> {
      unused.forEach(prompts::forget);
      retirement.of(change);
    };
  }

  private static Set<PromptKey> unused(Snapshot before, Snapshot next) {
    var unused = new HashSet<PromptKey>();
    for (int i = 0; i < before.sources().size(); i++) {
      collect(unused, before.sources().get(i), next.sources().get(i));
    }
    unused.removeIf(key -> isUsed(key, next.candidates(key.id())));
    return unused;
  }

  @SuppressWarnings("ReferenceEquality") // what did not change is the very object
  private static void collect(Set<PromptKey> keys, SourceState before, SourceState next) {
    if (before == next) {
      return;
    }
    Map<String, FileState> files = next.files();
    before
        .files()
        .forEach(
            (path, state) -> {
              FileState now = files.get(path);
              Candidate then = state.candidate();
              if (then != null && state != now && !isOf(then.key(), now)) {
                keys.add(then.key());
              }
            });
  }

  private static boolean isOf(PromptKey key, @Nullable FileState state) {
    Candidate candidate = state == null ? null : state.candidate();
    return candidate != null && candidate.key().equals(key);
  }

  private static boolean isUsed(PromptKey key, List<Candidate> candidates) {
    return candidates.stream().anyMatch(candidate -> candidate.key().equals(key));
  }
}
