package dev.impresario.spi;

/** How a definition is written. Does no I/O. Safe for use by many threads. */
public interface AgentFormat {

  /**
   * Returns how surely this path is of this format: 0 if it is not, else how many characters of its
   * file name the format fixes, such as 3 for {@code *.md} and 9 for {@code *.agent.md}. The
   * highest of all formats wins, so a file is never read by a format that is less specific, even
   * when the specific one is turned off. Those that are equally specific are tried by the priority
   * of their providers, highest first, then by id.
   */
  int specificity(String path);

  /** Returns how many bytes a file of this format may have. */
  int maximumBytes();

  /**
   * Returns a number that changes when the same bytes would give another prompt or other metadata:
   * with the code, and with options that bear on it. Prompts are cached under it, and metadata is
   * kept in an index under it.
   *
   * <p>The code is that of other libraries, too. An index sees changes of the class path, the
   * module path and a {@link java.net.URLClassLoader} by itself; what a format parses with that
   * comes from elsewhere must bear on this number.
   */
  int revision();

  /**
   * Parses a file. Throws nothing, whatever the bytes: what is wrong becomes a diagnostic. Nothing
   * in the bytes is executed, expanded or fetched.
   *
   * @param path the place below the source's root, for the identity rules and for diagnostics
   * @param content the whole file; not to be changed
   */
  ParsedAgent parse(String path, byte[] content);
}
