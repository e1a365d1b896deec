@org.jspecify.annotations.NullMarked
package dev.impresario.cache.ehcache;
