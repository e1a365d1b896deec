/**
 * When the registry looks at its sources again, when a change is complete, and how it is told. Its
 * classes know nothing of the registry.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.live;
