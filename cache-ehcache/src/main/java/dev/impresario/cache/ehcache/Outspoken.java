package dev.impresario.cache.ehcache;

import java.util.Map;
import org.ehcache.Cache;
import org.ehcache.spi.resilience.ResilienceStrategy;
import org.ehcache.spi.resilience.StoreAccessException;

/** Throws what Ehcache would hide: we must know of a tier that fails. */
final class Outspoken implements ResilienceStrategy<Long, Held> {

  private static TierFailure failure(StoreAccessException e) {
    return new TierFailure("ehcache failed", e);
  }

  @Override
  public Held getFailure(Long key, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public boolean containsKeyFailure(Long key, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public void putFailure(Long key, Held value, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public void removeFailure(Long key, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public void clearFailure(StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public Cache.Entry<Long, Held> iteratorFailure(StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public Held putIfAbsentFailure(Long key, Held value, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public boolean removeFailure(Long key, Held value, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public Held replaceFailure(Long key, Held value, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public boolean replaceFailure(Long key, Held value, Held newValue, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public Map<Long, Held> getAllFailure(Iterable<? extends Long> keys, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public void putAllFailure(Map<? extends Long, ? extends Held> entries, StoreAccessException e) {
    throw failure(e);
  }

  @Override
  public void removeAllFailure(Iterable<? extends Long> keys, StoreAccessException e) {
    throw failure(e);
  }
}
