/** Ranks agents for a piece of work by the words that they share. Knows nothing of Dagger. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.match;
