/** What is counted and timed, and who is told. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.monitor;
