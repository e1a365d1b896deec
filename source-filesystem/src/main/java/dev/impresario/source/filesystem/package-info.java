/** A source of agents: the files of a directory. */
@org.jspecify.annotations.NullMarked
package dev.impresario.source.filesystem;
