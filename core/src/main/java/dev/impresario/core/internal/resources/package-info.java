/** Several resources that are opened and closed together. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.resources;
