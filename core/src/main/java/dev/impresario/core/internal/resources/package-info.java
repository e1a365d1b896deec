@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.resources;
