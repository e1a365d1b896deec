/**
 * The engine's rooms. Public here is what {@link dev.impresario.core.Impresario} or Dagger's
 * generated factories need; the module exports none of it.
 *
 * <p>A definition goes from {@link dev.impresario.core.internal.Scanner} to {@link
 * dev.impresario.core.internal.Reader} to {@link dev.impresario.core.internal.Merger} to {@link
 * dev.impresario.core.internal.Snapshot}; {@link dev.impresario.core.internal.SnapshotRegistry}
 * shows the snapshot and loads prompts through {@link
 * dev.impresario.core.internal.CoalescingPromptCache}.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal;
