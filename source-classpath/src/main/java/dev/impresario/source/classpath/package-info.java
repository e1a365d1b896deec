/** A source of agents: a resource folder, wherever the class path has it. */
@org.jspecify.annotations.NullMarked
package dev.impresario.source.classpath;
