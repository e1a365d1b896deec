/** Started agents, lent to one task at a time. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.pool;
