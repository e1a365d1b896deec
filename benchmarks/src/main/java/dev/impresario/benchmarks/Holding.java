package dev.impresario.benchmarks;

/** Things that are counted in bytes. Used in a process of its own. */
public interface Holding {

  /** Makes so many and returns what holds them, with all that the library keeps for them. */
  AutoCloseable ours(int count) throws Exception;

  /** Makes as many without the library; nothing to speak of, if nothing compares. */
  default Object baseline(int count) {
    return "";
  }
}
