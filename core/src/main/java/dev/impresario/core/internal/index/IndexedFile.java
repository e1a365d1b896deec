package dev.impresario.core.internal.index;

import dev.impresario.Diagnostic;
import dev.impresario.spi.ParsedAgent;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a file say, whoever asks: before any rule of trust, and without the name of a
 * source. Immutable.
 *
 * @param format the id of the format that read it; empty if the file is of none after all
 * @param version the SHA-256 of the bytes, in lower-case hexadecimal digits
 * @param hidden the finding on characters that nobody can see, or null
 */
public record IndexedFile(
    String format, String version, ParsedAgent parsed, @Nullable Diagnostic hidden) {}
