/** A cache backend on the heap, beside it and on disk: Ehcache 3. */
@org.jspecify.annotations.NullMarked
package dev.impresario.cache.ehcache;
