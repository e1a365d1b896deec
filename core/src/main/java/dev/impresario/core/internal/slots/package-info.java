/** Who may work now: a bounded queue by priority, and the slots. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.slots;
