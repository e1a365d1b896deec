package dev.impresario;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a registry differs from what it held before.
 *
 * @param added the ids that are new; sorted
 * @param changed the ids that stand for another version, place or state than before; sorted
 * @param removed the ids that are gone; sorted
 */
public record RegistryChange(Set<String> added, Set<String> changed, Set<String> removed) {

  /** Copies and sorts the ids. */
  public RegistryChange {
    added = Collections.unmodifiableSet(new TreeSet<>(added));
    changed = Collections.unmodifiableSet(new TreeSet<>(changed));
    removed = Collections.unmodifiableSet(new TreeSet<>(removed));
  }

  /** Returns whether nothing differs. */
  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }
}
