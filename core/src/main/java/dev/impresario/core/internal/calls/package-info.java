/** Calls of language models: retry, budgets, circuit breakers, rates. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.calls;
