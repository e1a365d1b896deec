/** A cache backend on the heap, with adaptive eviction (Caffeine) or LRU (Guava). */
@org.jspecify.annotations.NullMarked
package dev.impresario.cache.inmemory;
