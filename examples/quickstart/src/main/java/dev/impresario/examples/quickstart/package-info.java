/** The library in one small program. */
@org.jspecify.annotations.NullMarked
package dev.impresario.examples.quickstart;
