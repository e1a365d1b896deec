package dev.impresario.core.internal.index;

/**
 * One file in an index.
 *
 * @param revision what its source knew the content by
 */
public record IndexEntry(String revision, IndexedFile file) {}
