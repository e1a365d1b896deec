package dev.impresario;

/** Something that goes on until it is closed. */
public interface Subscription extends AutoCloseable {

  /** Ends it; what is under way may still be delivered. A second call does nothing. */
  @Override
  void close();
}
