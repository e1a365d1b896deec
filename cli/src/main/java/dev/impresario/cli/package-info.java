/** The command line: {@code demo}, {@code list}, {@code show}, {@code lint}, {@code explain}. */
@org.jspecify.annotations.NullMarked
package dev.impresario.cli;
