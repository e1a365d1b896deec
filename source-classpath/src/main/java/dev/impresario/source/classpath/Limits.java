package dev.impresario.source.classpath;

/**
 * How far a scan goes, over all roots.
 *
 * @param depth how many levels of directories below a root are entered
 * @param entries how many entries are looked at
 * @param resources how many files are offered
 * @param diagnostics how many problems are told one by one
 */
record Limits(int depth, int entries, int resources, int diagnostics) {
  static final Limits DEFAULT = new Limits(64, 1_000_000, 100_000, 1_000);
}
