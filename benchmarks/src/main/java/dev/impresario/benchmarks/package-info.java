/** Measures what the documentation says in figures. Never published. */
@org.jspecify.annotations.NullMarked
package dev.impresario.benchmarks;
