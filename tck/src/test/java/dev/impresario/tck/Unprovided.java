package dev.impresario.tck;

/** For a place whose module does not provide it. */
public final class Unprovided extends SampleProvider {
  /** Creates one. */
  public Unprovided() {}
}
