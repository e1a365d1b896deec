package dev.impresario.benchmarks;

import java.io.IOException;

/**
 * Some work and its baseline, which run by turns in one process of their own. Has a public
 * constructor without parameters, which prepares both; used by one thread.
 */
public interface Pair extends AutoCloseable {

  /** Does the work once; returns something that depends on it. */
  Object ours() throws Exception;

  /** Does the baseline's work once. */
  Object baseline() throws Exception;

  /** Prepares the next run, of either, without being measured. */
  default void reset() throws Exception {}

  @Override
  default void close() throws IOException {}
}
