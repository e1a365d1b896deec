/**
 * What users of an engine call, and the values that travel between an engine and its plugins.
 *
 * <p>Values here are immutable. Interfaces are safe for use by many threads unless they say
 * otherwise. Nothing may be null unless it is marked {@code @Nullable}; a null argument throws
 * {@link java.lang.NullPointerException}.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario;
