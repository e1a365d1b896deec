package dev.impresario.tck;

/**
 * What every cache must do.
 *
 * <pre>{@code
 * class TinyCacheTest extends CacheContract {
 *   @Override
 *   protected CacheProvider provider() {
 *     return new TinyCacheProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #options()} is asked for each cache that a test makes, so that a cache with a directory
 * can return a fresh one. Where {@link #storesBytes()} or {@link #persistent()} returns true, more
 * is asked. Time is that of the spec's ticker, which stands still unless a test moves it.
 */
public abstract class CacheContract extends CacheByteRules {

  /** For the tests of a plugin. */
  protected CacheContract() {}
}
