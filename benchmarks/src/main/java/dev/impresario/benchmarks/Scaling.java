package dev.impresario.benchmarks;

/**
 * Some work whose cost may grow with a size, measured in a process of its own for each size. Has a
 * public constructor without parameters; used by one thread.
 */
public interface Scaling {

  /** Measures at one size. */
  void measure(int size, Effort effort, Results results) throws Exception;

  /** Takes what is measured. */
  interface Results {

    /** Takes a sample of the curve of a name. */
    void add(String curve, double value);
  }
}
