/**
 * What plugins implement. A provider is found by {@link java.util.ServiceLoader}: list it in {@code
 * META-INF/services} for the class path and in {@code module-info} for the module path, and give it
 * a public constructor without parameters that does no work.
 *
 * <p>A source says <em>where</em> definitions are and hands over bytes; a format says <em>how they
 * are written</em> and parses bytes without I/O; a runtime says <em>how they run</em>.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.spi;
