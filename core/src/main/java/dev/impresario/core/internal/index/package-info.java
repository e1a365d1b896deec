/** The index of metadata that outlives an engine: its contents, its bytes and its file. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.index;
