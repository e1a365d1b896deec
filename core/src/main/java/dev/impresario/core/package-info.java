/** Where an engine is built; everything else of the engine is behind the API. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core;
