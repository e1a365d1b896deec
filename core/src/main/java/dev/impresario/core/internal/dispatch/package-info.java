/** The way of a task from its submission to its result. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.dispatch;
